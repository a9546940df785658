/** A line is a unit: all its spellings mean the same. */
export const units = `
kilometer km kms kilometre kilometers kilometres
meter metre meters metres
centimeter cm centimetre centimeters centimetres
millimeter mm millimetre millimeters millimetres
mile miles mi
yard yards yd
foot feet ft
inch inches
mph
kmh kph
knot knots
kilogram kg kgs kilo kilos kilograms kilogramme kilogrammes
gram grams gm gms gramme grammes
milligram mg milligrams
microgram mcg micrograms
pound pounds lb lbs gbp £ sterling quid
ounce ounces oz
ton tons tonne tonnes
liter litre liters litres
milliliter ml millilitre milliliters millilitres
gallon gallons
pint pints
quart quarts
cup cups
tablespoon tablespoons tbsp
teaspoon teaspoons tsp
acre acres
hectare hectares
sqft
celsius centigrade °c
fahrenheit °f
kelvin kelvins
degree degrees °
radian radians
percent % percentage
bit bits
byte bytes
kilobyte kb kilobytes
megabyte mb megabytes
gigabyte gb gigabytes gigs
terabyte tb terabytes
mbps
gbps
kbps
hertz hz
kilohertz khz
megahertz mhz
gigahertz ghz
volt volts
watt watts
kilowatt kw kilowatts
kwh
ampere amp amps amperes
ohm ohms
joule joules
calorie calories kcal cal
newton newtons
pascal pascals
psi
pixel pixels px
decibel decibels db
lightyear lightyears
dollar dollars usd $ bucks
euro euros eur €
rupee rupees inr rs ₹
yen jpy ¥
yuan rmb cny
franc francs chf
peso pesos mxn
ruble rubles rouble roubles rub
won krw
cent cents
bitcoin btc
ethereum eth
millisecond milliseconds ms msec
second seconds sec secs
minute minutes mins
hour hours hr hrs
day days
night nights
week weeks
fortnight
month months
year years yr yrs
decade decades
century centuries
am
pm
`;
