import type { QuestionWords } from '../word-lists';

export const questions: QuestionWords = {
  anywhere: `
way: how
amount: how_many how_much how_expensive
duration: how_long how_much_time
age: how_old
distance: how_far
frequency: how_often how_frequently
height: how_tall how_high
size: how_big how_large
depth: how_deep
speed: how_fast how_quickly
time: how_soon how_late how_early what_time
weight: how_heavy
width: how_wide how_thick
temperature: how_hot how_cold how_warm
strength: how_strong
`,
  opening: `
person: who whom whose
time: when
place: where
reason: why
`,
  asking: `
know tell say explain me wonder wondering understand describe idea about see find out learn us show ask list and or
but so exactly guess remember of`,
  conjunctions: 'when',
  auxiliaries: `
is are was were do does did will would can could should shall has have had to am may might must`,
};
