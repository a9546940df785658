export const closedSets = `
text: frase=frases=oración=oraciones párrafo=párrafos ensayo poema haiku soneto limerick tuit=tweet resumen
mail: correo=email=mail carta nota
layout: viñetas=lista_con_viñetas tabla diagrama
length: breve=brevemente=corto=corta=conciso=concisa detallado=detallada=detalle=detalladamente=extenso
tone: formal=formalmente informal=coloquial amistoso profesional gracioso=humorístico=divertido sarcástico
audience: principiante=principiantes=novato intermedio experto=expertos=especialista
age: niño=niños=niña adolescente=adolescentes adulto=adultos bebé=bebés anciano=ancianos
country: francia=francés=francesa alemania=alemán=alemana españa=español=española italia=italiano=italiana
country: portugal=portugués=portuguesa inglaterra=inglés=inglesa reino_unido=británico=británica escocia=escocés irlanda=irlandés
country: bélgica=belga suiza=suizo austria=austriaco holanda=holandés=neerlandés polonia=polaco suecia=sueco noruega=noruego
country: dinamarca=danés finlandia=finlandés islandia=islandés rusia=ruso ucrania=ucraniano grecia=griego=griega turquía=turco
country: hungría=húngaro rumania=rumano bulgaria=búlgaro croacia=croata china=chino=china japón=japonés=japonesa corea=coreano
country: india=indio pakistán tailandia=tailandés vietnam=vietnamita indonesia australia=australiano canadá=canadiense
country: estados_unidos=estadounidense=americano=eeuu=usa méxico=mexicano=mexicana brasil=brasileño argentina=argentino
country: chile=chileno perú=peruano colombia=colombiano venezuela=venezolano cuba=cubano ecuador=ecuatoriano bolivia=boliviano
country: uruguay=uruguayo paraguay=paraguayo guatemala honduras panamá costa_rica egipto=egipcio marruecos=marroquí nigeria kenia
country: irán=iraní irak israel=israelí siria=sirio
tongue: inglés=inglesa francés=francesa alemán=alemana español=castellano=española italiano=italiana portugués ruso chino
tongue: japonés coreano árabe turco neerlandés polaco griego latín sueco noruego danés finlandés hindi catalán euskera
continent: europa=europeo asia=asiático áfrica=africano américa australia antártida
compass: norte sur oeste
city: madrid barcelona valencia sevilla zaragoza málaga bilbao granada lisboa parís londres berlín múnich hamburgo viena roma
city: milán venecia nápoles florencia ámsterdam bruselas praga budapest varsovia atenas estambul moscú copenhague estocolmo
city: oslo dublín tokio pekín shanghái bogotá lima quito caracas santiago montevideo la_habana guadalajara monterrey
city: buenos_aires nueva_york washington chicago los_ángeles el_cairo
planet: mercurio venus tierra marte júpiter saturno urano neptuno plutón
colour: rojo=roja=rojos=rojas azul=azules verde=verdes amarillo=amarilla naranja morado=violeta rosa marrón
colour: negro=negra=negros=negras blanco=blanca=blancos=blancas gris
metal: oro plata bronce cobre platino hierro
element: oxígeno hidrógeno nitrógeno carbono helio sodio potasio calcio
religion: hinduismo islam=musulmán cristianismo=cristiano judaísmo=judío budismo=budista
animal: perro=perros=cachorro gato=gatos caballo=caballos vaca=vacas cerdo=cerdos oveja=ovejas cabra pollo conejo=conejos
animal: hámster loro pez=peces serpiente=serpientes pájaro=pájaros=ave lobo=lobos zorro=zorros oso=osos
fruit: manzana=manzanas plátano=plátanos=banana mango uva=uvas fresa=fresas cereza=cerezas melocotón pera=peras piña limón
vegetable: tomate=tomates patata=patatas=papa cebolla=cebollas zanahoria=zanahorias ajo pepino espinaca=espinacas brócoli
meat: ternera=res cerdo pollo cordero pavo pescado tofu
staple: arroz pasta=espaguetis=fideos pan cuscús quinoa
drink: café té cerveza vino whisky vodka ron zumo=jugo leche
instrument: guitarra piano violín batería=tambor flauta trompeta violonchelo ukelele
sport: fútbol baloncesto tenis hockey balonmano voleibol rugby golf natación béisbol
profession: médico=doctor=doctora enfermero=enfermera profesor=maestro=profesora abogado=abogada ingeniero=ingeniera contable=contador
profession: dentista fontanero=plomero electricista cocinero=chef piloto agricultor periodista arquitecto farmacéutico
profession: programador=desarrollador panadero camarero=mesero mecánico
subject: física química biología matemáticas historia geografía economía filosofía psicología
vehicle: coche=carro=auto bicicleta=bici moto camión autobús=bus tren avión barco
organ: corazón hígado riñón=riñones pulmón=pulmones cerebro estómago
limb: brazo pierna mano pie rodilla codo hombro tobillo muñeca dedo
meal: desayuno almuerzo cena
relation: madre=mamá padre=papá hermano hermana tío tía abuela abuelo primo sobrina sobrino
manner: brevemente detalladamente=en_detalle=con_detalle
`;
