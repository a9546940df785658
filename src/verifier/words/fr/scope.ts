import type { ContextWords, ScopeWords } from '../word-lists';

export const scope: ScopeWords = {
  quantifiers: `
tous/certains toutes/certaines tous/aucun toutes/aucune tous/quelques tout/rien tous/la_plupart seulement/tous seulement/aussi
au_moins/au_plus au_moins/maximum au_minimum/au_maximum plus_de/moins_de plus/moins beaucoup/peu seul/plusieurs
toujours/parfois chaque/certains chaque/aucun au_moins/exactement au_plus/exactement`,
  narrowing: `
seulement=uniquement=exclusivement=que_les au_moins au_plus=au_maximum plus_de moins_de
jusqu'à`,
  groups: `
child: enfants enfant
infant: bébés bébé nourrissons nourrisson
adult: adultes adulte
teenager: adolescents ados adolescent
elderly: seniors âgées
woman: femmes femme
man: hommes homme
pregnancy: grossesse enceintes enceinte
dog: chiens chien
cat: chats chat
beginner: débutants débutant débutante
student: étudiants étudiant
tourist: touristes étrangers
`,
  among: 'chez pour dans avec les aux pendant la le',
};

export const contexts: ContextWords = {
  beforeLanguage: `
en vers de le du au l' apprendre apprends parler parle parlez traduire traduis traduisez écrire écris lire dire répondre réponds
répondez`,
  afterLanguage: 'langue mot mots grammaire traduction vocabulaire',
  itself: 'français',
  beforeForm: 'en comme de un une sous format au',
};
