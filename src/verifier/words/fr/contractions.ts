import type { Contractions } from '../word-lists';

export const contractions: Contractions = {
  whole: `
au=à_le aux=à_les du=de_le des=de_les aujourd'hui=aujourd'hui quelqu'un=quelqu'un svp=s'il_vous_plaît
stp=s'il_te_plaît c'est=ce_est qu'est=que_est`,
  shouted: '',
  elided: `l'=le d'=de j'=je m'=me t'=te s'=se n'=ne qu'=que c'=ce jusqu'=jusque lorsqu'=lorsque puisqu'=puisque`,
  enclitics: '',
};
