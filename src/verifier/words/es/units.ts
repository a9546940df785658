/** A line is a unit: all its spellings mean the same. */
export const units = `
kilometer kilómetro kilómetros
meter metro metros
centimeter centímetro centímetros
millimeter milímetro milímetros
mile milla millas
foot pies
inch pulgada pulgadas
knot nudos
kilogram kilogramo kilogramos kilo kilos
gram gramo gramos
milligram miligramo miligramos
pound libra libras
ounce onza onzas
ton tonelada toneladas
liter litro litros
milliliter mililitro mililitros
gallon galón galones
tablespoon cucharada cucharadas
teaspoon cucharadita cucharaditas
cup taza tazas
hectare hectárea hectáreas
celsius centígrados
fahrenheit
degree grado grados
percent porcentaje
byte bytes
watt vatio vatios
volt voltio voltios
calorie caloría calorías
dollar dólar dólares
euro euros
peso pesos
franc franco francos
yen yenes
yuan yuanes
rupee rupia rupias
ruble rublo rublos
cent centavo centavos céntimo céntimos
millisecond milisegundo milisegundos
second segundos
minute minuto minutos
hour hora horas
day día días
night noche noches
week semana semanas
month mes meses
year año años
decade década décadas
century siglo siglos
`;
