import type { NegationWords } from '../word-lists';

export const negation: NegationWords = {
  negators: `
ne pas jamais rien aucun aucune personne nulle sans sauf excepté hormis éviter évite évitez empêcher empêche
empêchez arrêter arrête cesser cesse interdit interdite refuser refuse impossible guère non`,
  openers: 'ne',
  closers: 'pas plus jamais rien aucun aucune personne guère point nulle',
  not: 'pas non',
  or: 'ou',
  only: 'seulement',
  answers: 'non',
  prefixes: 'in im ir il des de dis mal non anti me',
  notPrefixed: `
installer installation information informer intérieur intéressant inviter investir inscrire indiquer imprimer image
importer important imposer délivrer demander demain depuis dessous dessus dessin dernier dépense dépendre définir
début devenir devoir deviner développer destination internet interdire inclure menace mesure mémoire irlande`,
};
