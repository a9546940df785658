/** A line is a theme; inflections need no entry: lookup is by stem. */
export const antonyms = `
einschalten/ausschalten anschalten/abschalten anschalten/ausschalten einschalten/abschalten aktivieren/deaktivieren
installieren/deinstallieren abonnieren/abbestellen abonnieren/kündigen anmelden/abmelden einloggen/ausloggen
verbinden/trennen sperren/entsperren öffnen/schließen öffnen/schliessen offen/geschlossen aufmachen/zumachen
auf/zu verschlüsseln/entschlüsseln kodieren/dekodieren codieren/decodieren packen/entpacken laden/entladen
hochladen/herunterladen hochladen/runterladen importieren/exportieren import/export einfuhr/ausfuhr erhöhen/senken
erhöhen/verringern erhöhen/reduzieren steigern/senken steigern/verringern steigen/sinken steigen/fallen
vergrößern/verkleinern zunehmen/abnehmen zunahme/abnahme anstieg/rückgang wachsen/schrumpfen maximal/minimal
maximum/minimum maximieren/minimieren höchste/niedrigste höchster/niedrigster höher/niedriger hoch/niedrig hoch/tief
mehr/weniger meiste/wenigste groß/klein größte/kleinste größer/kleiner lang/kurz länger/kürzer längste/kürzeste
breit/schmal dick/dünn schnell/langsam schneller/langsamer schnellste/langsamste früh/spät früher/später alt/neu alt/jung
älter/jünger älteste/jüngste neueste/älteste vorherige/nächste vergangenheit/zukunft vor/nach vorher/nachher
davor/danach erste/letzte erster/letzter ersten/letzten anfang/ende beginn/ende beginnen/enden anfangen/aufhören
starten/stoppen starten/beenden gewinnen/verlieren gewinn/verlust sieg/niederlage erfolg/misserfolg
gelingen/scheitern bestehen/durchfallen kaufen/verkaufen kauf/verkauf käufer/verkäufer leihen/verleihen mieten/vermieten
mieter/vermieter mieten/kaufen einzahlen/abheben einzahlung/auszahlung verdienen/ausgeben sparen/ausgeben
einnahmen/ausgaben vermögen/schulden ankommen/abfahren ankunft/abfahrt ankunft/abflug kommen/gehen einreise/ausreise
einreisen/ausreisen eingang/ausgang innen/außen drinnen/draußen innerhalb/außerhalb intern/extern oben/unten
obere/untere vorne/hinten links/rechts linke/rechte nord/süd vorwärts/rückwärts horizontal/vertikal senkrecht/waagerecht
aufsteigend/absteigend aufsteigender/absteigender aufsteigen/absteigen zeile/spalte beste/schlechteste bester/schlechtester
besser/schlechter gut/schlecht gute/schlechte gut/böse positiv/negativ plus/minus hinzufügen/entfernen
hinzufügen/löschen addieren/subtrahieren multiplizieren/dividieren einfügen/löschen erstellen/löschen
anlegen/löschen bauen/abreißen aufbauen/abbauen angreifen/verteidigen angriff/verteidigung annehmen/ablehnen
akzeptieren/ablehnen genehmigen/ablehnen erlauben/verbieten erlaubt/verboten zulassen/verbieten legal/illegal
zustimmen/ablehnen lieben/hassen mögen/hassen unterstützen/bekämpfen vorteil/nachteil vorteile/nachteile pro/contra
dafür/dagegen für/gegen nutzen/schaden nutzen/risiko wahr/falsch richtig/falsch korrekt/falsch gültig/ungültig ja/nein
sicher/gefährlich sicher/unsicher gesund/krank gesund/ungesund lebendig/tot leben/tod leben/sterben geboren/gestorben
geburt/tod sauber/schmutzig nass/trocken heiß/kalt warm/kalt wärmer/kälter heißeste/kälteste erhitzen/kühlen
heizen/kühlen kochen/gefrieren schmelzen/gefrieren sommer/winter tag/nacht tagsüber/nachts morgens/abends hell/dunkel
schwarz/weiß süß/sauer süß/bitter süß/salzig laut/leise voll/leer füllen/leeren scharf/stumpf scharf/mild
rau/glatt fest/locker hart/weich reich/arm teuer/billig teuer/günstig teuerste/billigste teuerste/günstigste
selten/häufig selten/oft nie/immer manchmal/immer glücklich/traurig glücklich/unglücklich lachen/weinen optimist/pessimist
mutig/feige höflich/unhöflich freundlich/unfreundlich ehrlich/unehrlich faul/fleißig klug/dumm schön/hässlich
berühmt/unbekannt beliebt/unbeliebt freund/feind krieg/frieden schuldig/unschuldig ledig/verheiratet
heiraten/scheiden heirat/scheidung hochzeit/scheidung einstellen/entlassen einstellen/kündigen
arbeitgeber/arbeitnehmer chef/mitarbeiter lehrer/schüler lehren/lernen arzt/patient eltern/kinder eltern/kind
senden/empfangen schicken/erhalten sender/empfänger absender/empfänger sprechen/zuhören lesen/schreiben
angebot/nachfrage produzent/verbraucher hersteller/kunde ursache/wirkung ursache/folge ursachen/folgen
ursachen/symptome ursachen/behandlung symptome/behandlung mann/frau männer/frauen männlich/weiblich junge/mädchen
jungen/mädchen vater/mutter bruder/schwester sohn/tochter onkel/tante könig/königin oma/opa großvater/großmutter
ehemann/ehefrau erwachsene/kinder erwachsener/kind öffentlich/privat lokal/global inland/ausland stadt/land
synchron/asynchron statisch/dynamisch online/offline automatisch/manuell analog/digital kabellos/kabelgebunden
upgrade/downgrade zusammenführen/trennen gemeinsam/getrennt zusammen/allein anziehen/ausziehen anziehen/abstoßen
säure/base natürlich/künstlich echt/falsch echt/gefälscht original/kopie theorie/praxis abstrakt/konkret
allgemein/speziell formell/informell förmlich/locker ernst/lustig vorübergehend/dauerhaft objektiv/subjektiv
aktiv/passiv freiwillig/verpflichtend optional/erforderlich direkt/indirekt gerade/ungerade endlich/unendlich
singular/plural einzahl/mehrzahl groß/klein großbuchstaben/kleinbuchstaben synonym/antonym vokal/konsonant
anwesend/abwesend finden/verlieren behalten/wegwerfen geben/nehmen schlafen/wachen aufwachen/einschlafen
aufstehen/hinlegen stehen/sitzen arbeiten/ausruhen hungrig/satt roh/gekocht frisch/gefroren vegan/fleisch
frühstück/mittagessen/abendessen demokratie/diktatur langfristig/kurzfristig himmel/hölle loben/kritisieren loben/tadeln
belohnen/bestrafen ermutigen/entmutigen verbessern/verschlechtern reparieren/zerstören heilen/verletzen helfen/schaden
nah/fern nächste/fernste hin/zurück hinflug/rückflug brutto/netto miete/kauf fest/variabel fix/variabel
vorderseite/rückseite vordere/hintere löschen/wiederherstellen
löschen/behalten speichern/löschen anzeigen/ausblenden einblenden/ausblenden anzeigen/verbergen zeigen/verstecken
kündigen/verlängern kündigen/abschließen lauter/leiser heller/dunkler absagen/zusagen einfach/kompliziert
beschleunigen/bremsen beschleunigen/verlangsamen stärken/schwächen stark/schwach stärken/schwächen erweitern/einschränken
buchen/stornieren bestellen/stornieren abschließen/kündigen eröffnen/schließen eröffnen/auflösen annehmen/verweigern
`;

/** Opposite only beside the same word: "schalte … ein" and "schalte … aus". */
export const particles = `
ein/aus an/aus an/ab auf/zu zu/ab vor/zurück hoch/runter rauf/runter rein/raus hinein/heraus von/nach von/zu aus/nach aus/in vor/nach
über/unter für/gegen mit/ohne bis/ab seit/bis links/rechts hier/dort`;
