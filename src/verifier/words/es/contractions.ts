import type { Contractions } from '../word-lists';

export const contractions: Contractions = {
  whole: 'del=de_el al=a_el',
  shouted: '',
  elided: '',
  enclitics: '',
};
