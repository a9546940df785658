/** A line is a unit: all its spellings mean the same. */
export const units = `
kilometer kilomètre kilomètres
meter mètre mètres
centimeter centimètre centimètres
millimeter millimètre millimètres
mile miles
foot pied pieds
inch pouce pouces
knot nœud nœuds
kilogram kilogramme kilogrammes kilo kilos
gram gramme grammes
milligram milligramme milligrammes
pound livre livres
ounce once onces
ton tonne tonnes
liter litre litres
milliliter millilitre millilitres
gallon gallons
cup tasse tasses
hectare hectares
celsius
fahrenheit
degree degré degrés
percent pourcent pourcentage
byte octet octets
gigabyte go
megabyte mo
watt watts
volt volts
calorie calories
dollar dollars
euro euros
franc francs
yen
yuan
rupee roupie roupies
ruble rouble roubles
sterling
millisecond milliseconde millisecondes
second secondes sec
minute minutes
hour heure heures
day jour jours journée
night nuits
week semaine semaines
month mois
year an ans année années
decade décennie décennies
century siècle siècles
`;
