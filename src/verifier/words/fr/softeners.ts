import type { Softeners } from '../word-lists';

export const softeners: Softeners = {
  hedges: `
façon façons manière manières chose choses conseil conseils astuce astuces méthode méthodes étape étapes bon bonne bons
bonnes meilleur meilleure meilleurs meilleures mieux bien principal principale principaux principales simple simplement
facile facilement efficace efficacement possible différents différentes plusieurs certains certaines quelqu'un gens
personne personnes quelque toujours généralement normalement habituellement actuellement maintenant aujourd'hui vraiment
exactement précisément probablement peut-être seulement même encore déjà donc alors idée idées suggestion suggestions
important importante beaucoup très nouveau nouvelle dernier populaire célèbre`,
  politeness: `
svp stp bonjour bonsoir salut merci s'il te vous plaît plait cher chère madame monsieur question petite pourrais pourriez
peux pouvez dire me moi expliquer voudrais aimerais savoir`,
  speaker: 'je me moi mon ma mes',
  addressee: 'tu te toi ton ta tes vous votre vos',
  mine: 'mon ma mes',
  yours: 'ton ta tes votre vos',
  open: 'que quoi quel quelle quels quelles',
  impersonal: 'on il tu vous',
};
