import type { Grammar } from '../word-lists';

export const grammar: Grammar = {
  functionWords: `
el la los las lo un una unos unas de del a al en por para con y e o u pero que qué quien quién quienes cual cuál cuales
cuáles como cómo cuando cuándo donde dónde cuanto cuánto cuanta cuánta cuantos cuántos cuantas cuántas porqué yo tú él ella
usted ustedes nosotros ellos ellas me te se nos le les mi mis tu tus su sus nuestro nuestra este esta esto estos estas
ese esa eso esos esas aquel aquella es son soy eres somos ser era eran fue fueron sido será serán sería está están
estoy estás estar estaba hay haber he ha has hemos han había puedo puede puedes podemos pueden poder podría podrías
podrían debo debe debes debería deben deber tengo tiene tienes tener quiero quiere quieres querer quisiera hago hace
haces hacer haz hecho si sí como más muy también bien así entonces aquí ahí allí favor gracias hola buenos días buenas
dime diga dígame decir di dame da deme dar explica explícame explique explicar describe describa muestra muéstrame
indica ayuda ayúdame ayudar saber sé sabes me gustaría cosa pregunta se puede voy va vas ir mejor manera forma modo
tal`,
  roleMarkers: `
de a hacia en para por con sin sobre bajo entre antes después desde hasta durante contra que quien donde cuando como
si porque mientras aunque según tras`,
  symmetricConnectors: 'y e o u vs versus ni & más',
  alternatives: 'o u ni',
  questionWords: 'qué cuál cuáles quién quiénes cuándo dónde adónde cómo cuánto cuánta cuántos cuántas',
  voices: 'ser=es=son=fue=fueron=era=eran=sido estar=está=están hacer=hace=hacen',
  lightVerbs: 'tener tengo tiene necesito quiero querer saber sé dar obtener mostrar ayudar gustar hacer',
  symmetricPredicates: `
diferencia diferencias diferir difiere diferente diferentes comparar compara compare comparación mismo misma mismos igual
iguales similar similares similitud similitudes equivalente relación distancia entre`,
  genitives: 'de para en con sobre por a',
  articles: 'el la los las un una unos unas mi mis tu tus su sus nuestro nuestra',
  origins: 'de desde',
  goals: 'a hacia en hasta para',
  comparisons: 'que sobre bajo antes después contra por sin',
  capitalNouns: false,
  verbMoves: false,
  foldsAccents: true,
};
