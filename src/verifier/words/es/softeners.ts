import type { Softeners } from '../word-lists';

export const softeners: Softeners = {
  hedges: `
forma formas manera maneras modo cosa cosas consejo consejos truco trucos método métodos paso pasos buen buena buenos
buenas mejor mejores bien principal principales simple simplemente fácil fácilmente eficaz posible diferentes distintos
varios algunos algunas alguien gente persona personas algo todo siempre generalmente normalmente actualmente ahora hoy
realmente exactamente precisamente probablemente quizás quizá sólo solo incluso aún todavía ya idea ideas sugerencia
sugerencias importante importantes mucho muchos más muy nuevo nueva último popular famoso`,
  politeness: `
favor por hola buenas buenos días gracias estimado estimada señor señora pregunta rápida podrías podría puedes puede decir
decirme dime me quisiera gustaría saber`,
  speaker: 'yo me mí mi mis',
  addressee: 'tú tu tus te ti usted su sus vos',
  mine: 'mi mis',
  yours: 'tu tus',
  open: 'qué cuál cuáles que cual',
  impersonal: 'usted se alguien',
};
