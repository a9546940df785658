import { composed, counted } from '../spelled';
import type { NumberWords } from '../word-lists';

const UNITS = counted(`
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen`);
const TENS = counted('twenty thirty forty=fourty fifty sixty seventy eighty ninety', 20, 10);
const ORDINALS = counted(`
zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth`);
const ORDINAL_TENS = counted('twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth', 20, 10);
const apart = (ten: string, unit: string): string => `${ten}_${unit}`;

export const numbers: NumberWords = {
  small: new Map([...UNITS, ...TENS, ...composed(TENS, UNITS, apart)]),
  factors: new Map([
    ['dozen', 12],
    ['hundred', 100],
    ['thousand', 1e3],
    ['lakh', 1e5],
    ['lac', 1e5],
    ['million', 1e6],
    ['crore', 1e7],
    ['billion', 1e9],
    ['trillion', 1e12],
  ]),
  ordinals: new Map([...ORDINALS, ...ORDINAL_TENS, ...composed(TENS, ORDINALS, apart)]),
  fixed: new Map([
    ['half', '0.5'],
    ['twice', '2'],
    ['thrice', '3'],
  ]),
  pronoun: 'one',
  articles: 'a an',
  and: 'and',
  minus: 'minus negative',
  vague: 'several many few',
  per: 'per a each every one',
  numbered: `
war type part chapter volume vol phase class title act book level stage section article step grade episode season
version mark henry louis elizabeth george edward james charles richard philip pius paul benedict rocky rambo world
psalm appendix table figure final fantasy group schedule tier`,
  decimalComma: false,
};
