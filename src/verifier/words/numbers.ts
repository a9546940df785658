const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';
const ORDINALS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth';
const ORDINAL_TENS = 'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth';
const ROMANS = '_ _ ii iii iv _ vi vii viii ix _ xi xii xiii xiv xv xvi xvii xviii xix xx';

const table = (words: string, step: number, from: number): ReadonlyMap<string, number> =>
  new Map(words.split(' ').map((word, i) => [word, from + i * step]));

/** Spelled-out numbers below twenty, tens, and the factors that multiply what stands before them. */
export const SMALL_NUMBERS = table(UNITS, 1, 0);
export const TEN_NUMBERS = table(TENS, 10, 20);
export const FACTORS: ReadonlyMap<string, number> = new Map([
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1e3],
  ['lakh', 1e5],
  ['lac', 1e5],
  ['million', 1e6],
  ['crore', 1e7],
  ['billion', 1e9],
  ['trillion', 1e12],
]);
export const ORDINAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...table(ORDINALS, 1, 0),
  ...table(ORDINAL_TENS, 10, 20),
]);
export const FIXED_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['half', '0.5'],
  ['twice', '2'],
  ['thrice', '3'],
]);

/** Roman numerals that are no English word; `iv`, `vi` and `ix` need a word before them that is numbered. */
export const ROMAN_NUMBERS = table(ROMANS, 1, 0);
export const NUMBERED = new Set(
  'war type part chapter volume vol phase class title act book level stage section article step grade episode season version mark henry louis elizabeth george edward james charles richard philip pius paul benedict rocky rambo world psalm appendix table figure final fantasy group schedule tier'.split(
    ' ',
  ),
);
