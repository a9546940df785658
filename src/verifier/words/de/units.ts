/** A line is a unit: all its spellings mean the same. */
export const units = `
kilometer kilometern
meter metern
centimeter zentimeter zentimetern
millimeter millimetern
mile meile meilen
yard yards
foot fuß
inch zoll
knot knoten
kilogram kilogramm kilo kilos
gram gramm
milligram milligramm
pound pfund
ounce unze unzen
ton tonne tonnen
liter litern
milliliter milliliter
gallon gallone gallonen
tablespoon esslöffel el
teaspoon teelöffel tl
cup tasse tassen
hectare hektar
celsius
fahrenheit
degree grad
percent prozent
byte bytes
watt
volt
kilowatt
kwh kilowattstunde kilowattstunden
calorie kalorie kalorien
dollar dollars
euro euros
franc franken
yen
yuan
rupee rupie rupien
ruble rubel
cent cents
millisecond millisekunde millisekunden
second sekunde sekunden
minute minute minuten
hour stunde stunden std
day tag tage tagen
night nacht nächte
week woche wochen
month monat monate monaten
year jahr jahre jahren
decade jahrzehnt jahrzehnte
century jahrhundert jahrhunderte
`;
