import type { ContextWords, ScopeWords } from '../word-lists';

export const scope: ScopeWords = {
  quantifiers: `
todos/algunos todas/algunas todos/ninguno todos/ningún todo/nada todos/pocos todos/la_mayoría ambos/ninguno solo/todos solo/también
al_menos/como_máximo al_menos/máximo como_mínimo/como_máximo más_de/menos_de más/menos muchos/pocos muchas/pocas
siempre/a_veces cada/algunos cada/ningún al_menos/exactamente mayoría/minoría`,
  narrowing: `
solo=solamente=únicamente=exclusivamente al_menos=por_lo_menos=como_mínimo como_máximo=a_lo_sumo
más_de menos_de`,
  groups: `
child: niños niño niñas
infant: bebés bebé recién_nacidos
adult: adultos adulto
teenager: adolescentes adolescente
elderly: ancianos mayores
woman: mujeres mujer
man: hombres hombre
pregnancy: embarazo embarazadas embarazada
dog: perros perro
cat: gatos gato
beginner: principiantes principiante
student: estudiantes estudiante
tourist: turistas extranjeros
`,
  among: 'en para con entre de los las durante el',
};

export const contexts: ContextWords = {
  beforeLanguage: `
en al a del de el aprender aprendo hablar hablo habla traducir traduce traduzca escribir escribe leer decir dice responde responder
contesta`,
  afterLanguage: 'idioma lengua palabra palabras gramática traducción vocabulario',
  itself: 'español',
  beforeForm: 'en como de un una formato a',
};
