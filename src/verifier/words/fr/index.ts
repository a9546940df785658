import type { WordLists } from '../word-lists';
import { antonyms, particles } from './antonyms';
import { closedSets } from './closed-sets';
import { contractions } from './contractions';
import { dates } from './dates';
import { grammar } from './function-words';
import { negation } from './negators';
import { numbers } from './numbers';
import { questions } from './question-words';
import { contexts, scope } from './scope';
import { softeners } from './softeners';
import { stemming } from './stemming';
import { units } from './units';

export const fr: WordLists = {
  grammar,
  negation,
  questions,
  numbers,
  dates,
  units,
  antonyms,
  particles,
  closedSets,
  scope,
  contexts,
  contractions,
  lookalikes: '',
  softeners,
  stemming,
};
