export const closedSets = `
text: satz=sätze=sätzen absatz=absätze=absätzen aufsatz gedicht haiku sonett limerick tweet essay zusammenfassung
mail: email=mail brief notiz postkarte
layout: stichpunkte=stichpunkten=aufzählung=liste tabelle diagramm
length: kurz=knapp=prägnant ausführlich=detailliert=genau=umfassend
tone: formell=förmlich informell=locker=umgangssprachlich freundlich sachlich lustig=humorvoll sarkastisch
audience: anfänger=laie=einsteiger=laien fortgeschrittene experte=experten=profi=fachmann=fachleute
age: kind=kinder=kindern jugendliche=teenager erwachsene=erwachsenen=erwachsener senioren=rentner baby=säugling=babys
country: frankreich=französisch=französische=franzose deutschland=deutsch=deutsche spanien=spanisch=spanische
country: italien=italienisch=italienische portugal=portugiesisch=portugiesische england=englisch=englische
country: großbritannien=britisch=britische schottland=schottisch irland=irisch wales niederlande=niederländisch=holland
country: belgien=belgisch schweiz=schweizer=schweizerisch österreich=österreichisch polen=polnisch schweden=schwedisch
country: norwegen=norwegisch dänemark=dänisch finnland=finnisch island=isländisch russland=russisch ukraine=ukrainisch
country: griechenland=griechisch türkei=türkisch ungarn=ungarisch tschechien=tschechisch rumänien=rumänisch
country: bulgarien=bulgarisch serbien=serbisch kroatien=kroatisch china=chinesisch japan=japanisch korea=koreanisch
country: indien=indisch pakistan thailand=thailändisch vietnam=vietnamesisch indonesien australien=australisch
country: kanada=kanadisch usa=amerika=amerikanisch mexiko=mexikanisch brasilien=brasilianisch argentinien=argentinisch
country: chile=chilenisch peru=peruanisch kolumbien=kolumbianisch kuba=kubanisch venezuela ägypten=ägyptisch
country: marokko=marokkanisch nigeria kenia südafrika iran=iranisch irak israel=israelisch syrien=syrisch saudi-arabien
country: slowakei slowenien estland lettland litauen luxemburg neuseeland
tongue: englisch=englische=englischen französisch=französische=französischen deutsch=deutsche=deutschen
tongue: spanisch=spanische=spanischen italienisch=italienische=italienischen portugiesisch=portugiesische
tongue: russisch=russische=russischen chinesisch=chinesische japanisch=japanische koreanisch arabisch=arabische
tongue: türkisch=türkische niederländisch polnisch=polnische griechisch latein=lateinisch schwedisch norwegisch
tongue: dänisch finnisch hindi tschechisch ungarisch ukrainisch
continent: europa=europäisch asien=asiatisch afrika=afrikanisch amerika australien antarktis südamerika nordamerika
compass: norden=nördlich süden=südlich osten=östlich westen=westlich
city: berlin münchen hamburg köln frankfurt stuttgart düsseldorf leipzig dresden bremen hannover nürnberg wien=vienna
city: salzburg graz innsbruck zürich bern basel genf london paris rom mailand venedig madrid barcelona lissabon brüssel
city: amsterdam prag budapest warschau krakau athen istanbul moskau kopenhagen stockholm oslo helsinki dublin tokio
city: peking shanghai kairo new_york washington chicago los_angeles
state: bayern sachsen hessen thüringen brandenburg niedersachsen saarland baden-württemberg nordrhein-westfalen
planet: merkur venus erde mars jupiter saturn uranus neptun pluto
colour: rot=rote=roter=rotes=roten blau=blaue=blauer=blaues=blauen grün=grüne=grüner=grünes=grünen
colour: gelb=gelbe=gelber=gelbes=gelben orange lila=violett rosa braun=braune=braunen schwarz=schwarze=schwarzen=schwarzer
colour: weiß=weiss=weiße=weißen=weißer grau=graue=grauen
metal: gold silber bronze kupfer platin eisen
element: sauerstoff wasserstoff stickstoff kohlenstoff helium natrium kalium kalzium
religion: hinduismus islam=muslim christentum=christ judentum=jude buddhismus=buddhist
animal: hund=hunde=hunden katze=katzen pferd=pferde kuh=kühe schwein=schweine schaf=schafe ziege huhn=hühner
animal: kaninchen hamster papagei fisch=fische schlange=schlangen vogel=vögel wolf=wölfe fuchs bär=bären
fruit: apfel=äpfel banane=bananen mango traube=trauben erdbeere=erdbeeren kirsche=kirschen pfirsich birne=birnen
vegetable: tomate=tomaten kartoffel=kartoffeln zwiebel=zwiebeln karotte=karotten=möhren knoblauch gurke spinat brokkoli
meat: rind=rindfleisch schwein=schweinefleisch hähnchen=huhn lamm pute fisch tofu
staple: reis nudeln=pasta=spaghetti brot couscous
drink: kaffee tee bier wein whisky wodka rum saft milch
instrument: gitarre klavier geige trommel=schlagzeug flöte trompete cello ukulele
sport: fußball=fussball basketball tennis hockey handball volleyball golf rugby schwimmen
profession: arzt=ärztin krankenpfleger=krankenschwester=pfleger lehrer=lehrerin anwalt=anwältin ingenieur=ingenieurin
profession: buchhalter zahnarzt klempner elektriker koch=köchin pilot bauer=landwirt journalist architekt apotheker
profession: professor programmierer=entwickler tischler verkäufer kellner mechaniker
subject: physik chemie biologie mathematik=mathe geschichte geographie=erdkunde wirtschaft philosophie psychologie
vehicle: auto=pkw=wagen fahrrad=rad motorrad lkw bus zug=bahn flugzeug schiff
organ: herz leber niere=nieren lunge=lungen gehirn magen
limb: arm bein hand fuß knie ellbogen schulter knöchel handgelenk finger
superlative: billigste=günstigste schnellste größte kleinste älteste neueste höchste längste kürzeste stärkste schönste
meal: frühstück mittagessen abendessen
relation: mutter=mama vater=papa bruder schwester onkel tante oma=großmutter opa=großvater cousin nichte neffe
manner: knapp=kurz_und_knapp ausführlich=im_detail=detailliert
`;
