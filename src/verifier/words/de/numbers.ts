import { composed, counted } from '../spelled';
import type { NumberWords } from '../word-lists';

const UNITS = counted(`
null eins=ein zwei=zwo drei vier fünf=fuenf sechs sieben acht neun zehn elf zwölf=zwoelf dreizehn vierzehn
fünfzehn=fuenfzehn sechzehn siebzehn achtzehn neunzehn`);
const TENS = counted('zwanzig dreißig=dreissig vierzig fünfzig=fuenfzig sechzig siebzig achtzig neunzig', 20, 10);
const ORDINALS = counted(
  `
erste=erster=erstes=ersten=erstem zweite=zweiter=zweites=zweiten=zweitem dritte=dritter=drittes=dritten=drittem
vierte=vierter=viertes=vierten=viertem fünfte=fünfter=fünftes=fünften=fünftem sechste=sechster=sechstes=sechsten
siebte=siebter=siebtes=siebten achte=achter=achtes=achten neunte=neunter=neuntes=neunten
zehnte=zehnter=zehntes=zehnten elfte=elfter=elftes=elften zwölfte=zwölfter=zwölftes=zwölften`,
  1,
);
const joined = (ten: string, unit: string): string => `${unit}und${ten}`;
const below20 = [...UNITS].filter(([word]) => word !== 'ein' && word !== 'null');
const multiples = (name: string, factor: number): readonly (readonly [string, number])[] =>
  [['ein', 1] as const, ...below20].map(([word, n]) => [`${word}${name}`, n * factor] as const);

export const numbers: NumberWords = {
  small: new Map([...UNITS, ...TENS, ...composed(TENS, UNITS, joined)].filter(([word]) => word !== 'ein')),
  factors: new Map([
    ...multiples('hundert', 100),
    ...multiples('tausend', 1000),
    ['dutzend', 12],
    ['hundert', 100],
    ['tausend', 1e3],
    ['million', 1e6],
    ['millionen', 1e6],
    ['milliarde', 1e9],
    ['milliarden', 1e9],
    ['billion', 1e12],
    ['billionen', 1e12],
  ]),
  ordinals: ORDINALS,
  fixed: new Map([
    ['halb', '0.5'],
    ['halbe', '0.5'],
    ['halber', '0.5'],
    ['halbes', '0.5'],
    ['halben', '0.5'],
    ['hälfte', '0.5'],
    ['anderthalb', '1.5'],
    ['zweimal', '2'],
    ['dreimal', '3'],
    ['viermal', '4'],
    ['doppelt', '2'],
  ]),
  pronoun: '',
  articles: 'ein eine einer einem einen',
  and: 'und',
  minus: 'minus',
  vague: 'einige viele mehrere paar',
  per: 'pro',
  numbered: `
weltkrieg krieg teil kapitel band klasse akt buch stufe abschnitt artikel schritt folge staffel version ludwig heinrich
friedrich wilhelm karl elisabeth georg tabelle anhang gruppe typ`,
  decimalComma: true,
};
