import type { NegationWords } from '../word-lists';

export const negation: NegationWords = {
  negators: `
no nunca jamás nada nadie ningún ninguno ninguna tampoco sin salvo excepto evitar evita evite evito impedir
impide prohibido prohibida dejar dejo deja negar niega imposible apenas`,
  openers: 'no',
  closers: 'nunca jamás nada nadie ningún ninguno ninguna tampoco ni',
  not: 'no',
  or: 'o',
  only: 'solo sólo solamente',
  answers: 'no',
  prefixes: 'in im ir i des dis anti mal no',
  notPrefixed: `
instalar instalación información informar interior interesante invitar invertir indicar imprimir imagen importar
importante imponer desde después descubrir descargar desear destino desarrollar describir desayuno despacio islandia
irlanda idea idioma iglesia igual distancia distinto distribuir disco`,
};
