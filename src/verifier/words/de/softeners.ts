import type { Softeners } from '../word-lists';

export const softeners: Softeners = {
  hedges: `
art arten weise weisen ding dinge sache sachen tipp tipps rat ratschlag schritt schritte gut gute guten guter gutes beste
besten bester bestes besser toll schön wichtig wichtige wichtigsten einfach einfache leicht möglich möglichst verschiedene
verschiedenen einige mehrere jemand man leute menschen person etwas alles immer meistens normalerweise gewöhnlich
üblicherweise derzeit aktuell aktuelle jetzt heute eigentlich wirklich genau ungefähr wahrscheinlich vielleicht wohl nur
auch noch schon überhaupt mal denn halt eben doch richtig idee ideen vorschlag vorschläge empfehlung viel viele mehr ganz
neu neue neueste bekannt beliebt`,
  politeness: `
bitte hallo hi hey moin guten tag danke dank vielen herzlichen freundlich freundlicherweise frage kurze kannst können
könntest könnten würdest würden sagen mir verraten möchte gerne wissen liebe lieber geehrte`,
  speaker: 'ich mich mir mein meine meinen meinem meiner meines',
  addressee: 'du dich dir dein deine deinen deinem deiner deines sie ihr ihre ihren ihrem ihrer ihnen',
  mine: 'mein meine meinen meinem meiner meines',
  yours: 'dein deine deinen deinem deiner deines',
  open: 'was welche welcher welches welchen welchem',
  impersonal: 'es man jemand du sie ihr',
};
