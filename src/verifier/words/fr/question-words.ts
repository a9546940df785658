import type { QuestionWords } from '../word-lists';

export const questions: QuestionWords = {
  anywhere: `
way: comment
amount: combien
duration: combien_de_temps
frequency: combien_de_fois à_quelle_fréquence
age: quel_âge
distance: à_quelle_distance
speed: à_quelle_vitesse quelle_vitesse
height: quelle_hauteur quelle_taille
temperature: quelle_température à_quelle_température
time: à_quelle_heure quelle_heure
reason: pourquoi
`,
  opening: `
person: qui
time: quand
place: où
`,
  asking: `
moi sais sait savoir dire dis dites est ce demande et ou mais à de pour avec chez par depuis jusque explique expliquez
trouver trouve`,
  conjunctions: '',
  auxiliaries: '',
};
