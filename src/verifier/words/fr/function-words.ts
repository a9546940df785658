import type { Grammar } from '../word-lists';

export const grammar: Grammar = {
  functionWords: `
le la les un une des du de au aux à en dans sur sous pour par avec et ou mais donc or ni car je tu il elle on nous vous
ils elles me te se moi toi lui leur leurs y mon ma mes ton ta tes son sa ses notre nos votre vos ce cet cette ces cela
ça c ceci qui que quoi dont où quand comment pourquoi combien quel quelle quels quelles lequel laquelle est es suis
sommes êtes sont être était étaient été sera seront serait ai as a avons avez ont avoir avait avaient aura peux peut
pouvons pouvez peuvent pouvoir pourrais pourrait pourriez dois doit devons devez doivent devoir devrais devrait faut
veux veut voulez vouloir voudrais voudrait fais fait faites faire font si comme plus très aussi bien alors puis ici là
s'il plaît plait merci bonjour salut svp stp dis dites dire donne donnez donner donne-moi explique expliquez expliquer
décris décrivez montre montrez indique indiquez aide aidez aider savoir sais voici voilà y-a-t-il t-il a-t-il
est-ce qu'est-ce chose petite question t l d s n qu j m vont va vais aller meilleur meilleure façon manière moyen`,
  roleMarkers: `
de à vers en dans pour par avec sans sur sous chez entre avant après depuis pendant jusque jusqu' contre que qui où quand
comme si parce lorsque malgré mais dont`,
  symmetricConnectors: 'et ou vs versus ni & plus',
  alternatives: 'ou ni',
  questionWords: 'que quoi quel quelle quels quelles qui quand où pourquoi comment combien',
  voices: 'être=est=sont=était=étaient=été=suis faire=fait=font',
  lightVerbs: 'avoir ai a avons ont faut veux vouloir savoir sais donner obtenir montrer aider aimer faire',
  symmetricPredicates: `
différence différences différer diffère différent différente différents comparer compare comparez comparaison même
mêmes similaire similaires égal égale équivalent rapport relation distance entre`,
  genitives: 'de pour en dans sur par avec à',
  articles: 'le la les un une des mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs',
  origins: 'de depuis',
  goals: 'à vers en pour',
  comparisons: 'que sur sous avant après contre par sans',
  capitalNouns: false,
  verbMoves: false,
  foldsAccents: true,
};
