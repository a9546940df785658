import type { QuestionWords } from '../word-lists';

export const questions: QuestionWords = {
  anywhere: `
amount: cuánto cuánta cuántos cuántas
duration: cuánto_tiempo cuánto_dura cuánto_tarda cuántas_horas
frequency: con_qué_frecuencia cada_cuánto cuántas_veces
age: qué_edad cuántos_años
distance: a_qué_distancia
speed: a_qué_velocidad qué_velocidad
height: qué_altura cuánto_mide
weight: cuánto_pesa
temperature: qué_temperatura a_qué_temperatura
time: a_qué_hora qué_hora
reason: por_qué porqué
`,
  opening: `
way: cómo
person: quién quiénes
time: cuándo
place: dónde adónde
`,
  asking: `
me dime sabes sabe saber sé decir y o pero a de para con por desde hasta explica explícame explicar entender entiendo`,
  conjunctions: '',
  auxiliaries: '',
};
