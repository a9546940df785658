import type { QuestionWords } from '../word-lists';

export const questions: QuestionWords = {
  anywhere: `
way: wie
amount: wie_viele wie_viel wieviel wieviele wie_teuer
duration: wie_lange wie_viel_zeit
age: wie_alt
distance: wie_weit
frequency: wie_oft wie_häufig
height: wie_hoch wie_groß
size: wie_groß
depth: wie_tief
speed: wie_schnell
time: wie_spät um_wie_viel_uhr
weight: wie_schwer
width: wie_breit wie_dick
temperature: wie_heiß wie_kalt wie_warm
person: wer wen wem wessen
time: wann
place: wo woher wohin
reason: warum wieso weshalb
`,
  opening: '',
  asking: '',
  conjunctions: '',
  auxiliaries: '',
};
