import { composed, counted } from '../spelled';
import type { NumberWords } from '../word-lists';

const UNITS = counted(`
zéro un=une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept dix_huit
dix_neuf`);
const TENS = counted('vingt trente quarante cinquante soixante', 20, 10);
const SWISS_TENS = counted('septante huitante=octante nonante', 70, 10);
const EIGHTY = counted('quatre_vingt', 80);
/** Seventy-five is sixty-fifteen, ninety-five is four-twenty-fifteen. */
const TEENS = [...UNITS].filter(([, n]) => n >= 10);
const onTop = (ten: string, value: number): readonly (readonly [string, number])[] =>
  TEENS.flatMap(([word, n]) => [[`${ten}_${word}`, value + n] as const, [`${ten}_et_${word}`, value + n] as const]);
const joined = (ten: string, unit: string): string => (/^une?$/.test(unit) ? `${ten}_et_${unit}` : `${ten}_${unit}`);
const ORDINALS = counted(
  `
premier=première=premiers=premières deuxième=second=seconde troisième quatrième cinquième sixième septième huitième
neuvième dixième onzième douzième treizième quatorzième quinzième seizième`,
  1,
);

export const numbers: NumberWords = {
  small: new Map(
    [
      ...UNITS,
      ...TENS,
      ...SWISS_TENS,
      ...EIGHTY,
      ...counted('quatre_vingts', 80),
      ...composed(new Map([...TENS, ...SWISS_TENS, ...EIGHTY]), UNITS, joined),
      ...composed(EIGHTY, UNITS, (ten, unit) => `${ten}_${unit}`),
      ...onTop('soixante', 60),
      ...onTop('quatre_vingt', 80),
    ].filter(([word]) => !/^une?$/.test(word)),
  ),
  factors: new Map([
    ['douzaine', 12],
    ['cent', 100],
    ['cents', 100],
    ['mille', 1e3],
    ['million', 1e6],
    ['millions', 1e6],
    ['milliard', 1e9],
    ['milliards', 1e9],
  ]),
  ordinals: new Map([...ORDINALS, ...counted('vingtième', 20), ...counted('centième', 100)]),
  fixed: new Map([
    ['demi', '0.5'],
    ['demie', '0.5'],
    ['moitié', '0.5'],
    ['double', '2'],
    ['triple', '3'],
  ]),
  pronoun: '',
  articles: 'un une',
  and: '',
  minus: '',
  vague: 'quelques plusieurs',
  per: 'par une chaque la',
  numbered: `
guerre mondiale partie chapitre tome volume classe acte livre niveau section article étape épisode saison version louis
henri napoléon françois charles élisabeth tableau annexe groupe type`,
  decimalComma: true,
};
