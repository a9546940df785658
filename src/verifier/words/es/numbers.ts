import { composed, counted } from '../spelled';
import type { NumberWords } from '../word-lists';

const UNITS = counted(`
cero uno=un=una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete
dieciocho diecinueve veinte veintiuno=veintiún=veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis
veintisiete veintiocho veintinueve`);
const TENS = counted('treinta cuarenta cincuenta sesenta setenta ochenta noventa', 30, 10);
const HUNDREDS = counted(
  'doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos',
  200,
  100,
);
const ORDINALS = counted(
  `
primero=primer=primera=primeros=primeras segundo=segunda tercero=tercer=tercera cuarto=cuarta quinto=quinta sexto=sexta
séptimo=séptima octavo=octava noveno=novena décimo=décima undécimo duodécimo`,
  1,
);

export const numbers: NumberWords = {
  small: new Map(
    [...UNITS, ...TENS, ...composed(TENS, UNITS, (ten, unit) => `${ten}_y_${unit}`)].filter(
      ([word]) => !/^un[oa]?$/.test(word),
    ),
  ),
  factors: new Map([
    ...HUNDREDS,
    ['docena', 12],
    ['cien', 100],
    ['ciento', 100],
    ['mil', 1e3],
    ['millón', 1e6],
    ['millones', 1e6],
    ['billón', 1e12],
    ['billones', 1e12],
  ]),
  ordinals: ORDINALS,
  fixed: new Map([
    ['medio', '0.5'],
    ['media', '0.5'],
    ['mitad', '0.5'],
    ['doble', '2'],
    ['triple', '3'],
  ]),
  pronoun: '',
  articles: 'un una',
  and: 'y',
  minus: '',
  vague: 'varios varias muchos muchas unos unas',
  per: 'por un cada el',
  numbered: `
guerra mundial parte capítulo tomo volumen clase acto libro nivel sección artículo paso episodio temporada versión
felipe carlos alfonso enrique isabel luis tabla anexo grupo tipo`,
  decimalComma: true,
};
