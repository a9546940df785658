import type { Grammar } from '../word-lists';

export const grammar: Grammar = {
  functionWords: `
der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr ihnen mich mir dich dir uns euch sich
man mein meine meinen meinem meiner meines dein deine deinen deinem deiner unser unsere unseren unserem unserer euer
eure ihre ihren ihrem ihrer sein seine seinen seinem seiner bin bist ist sind seid war waren wäre wären gewesen habe
hast hat haben hatte hatten hätte werde wirst wird werden wurde wurden worden würde würden kann kannst können könnt
könnte könnten könntest soll sollte sollten sollst darf darfst dürfen muss müssen musst will willst wollen möchte
möchten möchtest mag mögen lassen lässt und oder aber denn als wie wer wen wem wessen was wo wann warum wieso weshalb
welche welcher welches welchen welchem woher wohin womit wofür wozu worin worauf woran dass ob so da hier dort dann
denn doch ja mal eigentlich bitte danke vielen dank hallo hi hey moin gerne gern sehr auch noch schon nur etwa dieser
diese dieses diesen diesem dies jener jene jenes in im an am auf aus bei beim mit nach von vom zu zum zur für um über
unter vor hinter durch gegen bis seit es gibt geben gib sag sagen sage erkläre erklär erklären erklärt nenne nennen
beschreibe beschreiben zeig zeige zeigen hilf helfen hilfe verrate verraten wissen weiß kurze kurz frage fragen am
etwas am besten beste bester bestes hätte gern tun tut mach mache machst macht machen gehen geht funktioniert`,
  roleMarkers: `
nach von zu zum zur in ins im als für mit ohne auf aus bei durch gegen vor hinter über unter zwischen während bis seit
weil wenn falls ob wann wo wer wen wem wessen dass statt anstatt trotz obwohl aber wegen um an am`,
  symmetricConnectors: 'und oder bzw vs versus sowie & plus',
  alternatives: 'oder noch',
  questionWords: 'was welche welcher welches welchen wer wen wem wessen wann wo woher wohin warum weshalb wieso wie',
  voices: 'werden=wird=werde=wirst=wurde=wurden=worden sein=ist=sind=war=waren=bin=bist',
  lightVerbs:
    'haben habe hat hatte brauchen brauche will wollen wissen weiß geben bekommen zeigen helfen mögen machen tun',
  symmetricPredicates: `
unterschied unterschiede unterscheiden unterscheidet unterschiedlich vergleich vergleiche vergleichen gleich gleiche
gleichen ähnlich ähnlichkeit ähnlichkeiten äquivalent verhältnis beziehung entfernung abstand zwischen`,
  genitives: 'von für in im auf bei mit aus',
  articles: `
der die das den dem des ein eine einen einem einer eines
mein meine meinen meinem meiner dein deine deinen ihr ihre ihren ihrem sein seine seinen unser unsere`,
  origins: 'von aus',
  goals: 'nach zu in ins',
  comparisons: 'als über unter vor gegen durch ohne statt anstatt bis',
  capitalNouns: true,
  verbMoves: true,
  foldsAccents: false,
};
