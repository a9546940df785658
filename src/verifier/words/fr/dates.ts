import type { DateWords } from '../word-lists';

export const dates: DateWords = {
  firm: `
janvier=janv février=févr mars avril mai juin juillet août septembre=sept octobre=oct novembre=nov décembre=déc lundi=lundis mardi=mardis
mercredi=mercredis jeudi=jeudis vendredi=vendredis samedi=samedis dimanche=dimanches demain hier après-demain
avant-hier week-end=weekend hiver automne printemps noël pâques halloween ramadan`,
  inCompany: 'été',
  company: 'en l le cet chaque pour pendant un d de',
  vague: `
quotidien=quotidienne=quotidiennement hebdomadaire mensuel=mensuelle=mensuellement annuel=annuelle
aujourd'hui=maintenant=actuellement matin=matinée après-midi=aprem soir=soirée midi minuit nuit`,
  pointers: 'dernier=dernière=passé=passée prochain=prochaine cette=ce=cet',
  periods: `
semaine week-end weekend mois année an trimestre semestre siècle décennie été hiver printemps automne lundi mardi
mercredi jeudi vendredi samedi dimanche nuit fois`,
  past: 'était étaient fut',
  present: 'est sont sera',
};
