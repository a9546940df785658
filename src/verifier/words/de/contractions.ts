import type { Contractions } from '../word-lists';

export const contractions: Contractions = {
  whole: `
im=in_dem ins=in_das am=an_dem ans=an_das zum=zu_dem zur=zu_der vom=von_dem beim=bei_dem aufs=auf_das
fuer=für ueber=über koennen=können koennte=könnte muessen=müssen wuerde=würde moechte=möchte oeffnen=öffnen
gibts=gibt_es gehts=geht_es wars=war_es wieviel=wie_viel wieviele=wie_viele`,
  shouted: '',
  elided: '',
  enclitics: `'s 'n`,
};
