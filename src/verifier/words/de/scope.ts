import type { ContextWords, ScopeWords } from '../word-lists';

export const scope: ScopeWords = {
  quantifiers: `
alle/einige alle/manche alle/keine alle/wenige jeder/mancher jede/manche alle/die_meisten beide/keiner nur/alle nur/jeder nur/auch
mindestens/höchstens mindestens/maximal mindestens/bis_zu mehr_als/weniger_als über/unter mehr/weniger
meisten/wenigsten viele/wenige einzelne/mehrere mindestens/genau höchstens/genau immer/manchmal ganze/halbe jeder/niemand`,
  narrowing: `
nur=ausschließlich=lediglich mindestens=wenigstens höchstens=maximal mehr_als weniger_als bis_zu`,
  groups: `
child: kinder kindern kind kleinkinder kleinkindern
infant: babys baby säuglinge säuglingen
adult: erwachsene erwachsenen
teenager: jugendliche jugendlichen teenager teenagern
elderly: senioren ältere
woman: frauen frau
man: männer männern mann
pregnancy: schwangere schwangeren schwangerschaft
dog: hunde hunden hund
cat: katzen katze
beginner: anfänger anfängern einsteiger einsteigern
student: studenten studierende studierenden
tourist: touristen ausländer
`,
  among: 'bei für in unter während mit der',
};

export const contexts: ContextWords = {
  beforeLanguage: `
auf in ins aus nach vom von zu lernen lerne sprechen spricht spreche übersetzen übersetze schreiben schreibe lesen
antworte antworten sagen sagt sage`,
  afterLanguage: 'sprache wort wörter grammatik übersetzung vokabeln alphabet lernen sprechen übersetzen',
  itself: 'deutsch',
  beforeForm: 'als in im ein eine einen einem einer ins zu',
};
