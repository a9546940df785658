/** Symbols and abbreviations that are written alike in all languages; a language adds its words by the unit's name. */
export const UNITS = `
kilometer km kms
meter
centimeter cm
millimeter mm
mile
yard yd
foot ft
inch
mph
kmh kph km/h
kilogram kg kgs
gram
milligram mg
microgram mcg
pound lb lbs gbp £
ounce oz
ton
liter
milliliter ml
gallon
tablespoon
teaspoon
celsius °c
fahrenheit °f
kelvin
degree °
percent %
bit
byte
kilobyte kb
megabyte mb
gigabyte gb
terabyte tb
mbps
gbps
kbps
hertz hz
kilohertz khz
megahertz mhz
gigahertz ghz
kilowatt kw
kwh
calorie kcal
psi
pixel px
decibel db
dollar usd $
euro eur €
rupee inr ₹
yen jpy ¥
yuan rmb cny
franc chf
peso mxn
ruble rub
won krw
bitcoin btc
ethereum eth
millisecond ms msec
`;

/** Letters that are a unit only right after a number ("5 m", "30c"). */
export const UNITS_AFTER_NUMBER = `
meter m
celsius c
fahrenheit f
kelvin k
gram g
liter l
second s
minute min
hour h
inch in
megabyte m
volt v
watt w
`;
