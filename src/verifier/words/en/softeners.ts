import type { Softeners } from '../word-lists';

export const softeners: Softeners = {
  hedges: `
way ways thing things tip tips advice method methods step steps good best great better nice main major basic simple simply
easy easily effective effectively possible possibly various several different certain kind kinds type types sort sorts
someone somebody anyone anybody everyone everybody people person ones something anything everything always usually
generally normally commonly typically currently now today actually really exactly exact precisely basically probably
maybe perhaps likely only even still already ever kindly properly correctly proper right correct idea ideas suggestion
suggestions recommended recommendation important lot lots much many more most own whole world else name names top popular
common famous interesting amazing awesome favorite favourite new latest current successful successfully`,
  politeness: `
please pls plz hello hi hey thanks thank kindly appreciate dear sir madam assistant greetings question quick wondering
curious tell me know could would like you`,
  speaker: 'i me my mine myself',
  addressee: 'you your yours yourself',
  mine: 'my',
  yours: 'your',
  open: 'what which',
  impersonal: 'there you anyone anybody someone somebody it',
};
