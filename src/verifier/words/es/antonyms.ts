/** A line is a theme; inflections need no entry: lookup is by stem. */
export const antonyms = `
activar/desactivar activo/desactivo activación/desactivación habilitar/deshabilitar instalar/desinstalar encender/apagar enciendo/apago
enciende/apaga prender/apagar suscribir/cancelar suscribirse/cancelar registrar/eliminar conectar/desconectar
enchufar/desenchufar bloquear/desbloquear abrir/cerrar abro/cierro abre/cierra abierto/cerrado apertura/cierre
cifrar/descifrar encriptar/desencriptar codificar/decodificar comprimir/descomprimir cargar/descargar subir/bajar
subir/descargar importar/exportar importación/exportación aumentar/disminuir aumentar/reducir aumentar/bajar aumento/disminución
aumento/reducción incrementar/reducir incrementar/disminuir subida/bajada crecer/decrecer crecer/disminuir ampliar/reducir
máximo/mínimo máxima/mínima maximizar/minimizar superior/inferior alto/bajo alta/baja mayor/menor grande/pequeño
grande/pequeña grandes/pequeños largo/corto larga/corta ancho/estrecho grueso/delgado grueso/fino rápido/lento
rápidamente/lentamente rápido/despacio temprano/tarde viejo/joven viejo/nuevo antiguo/nuevo antiguo/moderno antigua/nueva
anterior/siguiente anterior/posterior pasado/futuro antes/después primero/último primer/último primera/última
principio/final principio/fin inicio/fin comienzo/fin empezar/terminar empezar/acabar comenzar/terminar iniciar/detener
iniciar/cerrar iniciar/finalizar ganar/perder gano/pierdo ganancia/pérdida beneficio/pérdida victoria/derrota éxito/fracaso
triunfar/fracasar aprobar/suspender aprobar/reprobar aprobar/rechazar comprar/vender compra/venta compro/vendo comprador/vendedor
prestar/pedir alquilar/comprar inquilino/propietario arrendador/arrendatario depositar/retirar depósito/retiro ahorrar/gastar
ingreso/gasto ingresos/gastos activo/pasivo llegar/salir llegada/salida llegar/partir venir/ir entrar/salir entrada/salida
interior/exterior dentro/fuera interno/externo arriba/abajo encima/debajo izquierda/derecha norte/sur este/oeste
delante/detrás adelante/atrás horizontal/vertical ascendente/descendente ascender/descender fila/columna mejor/peor
mejores/peores bueno/malo buena/mala buenos/malos bien/mal positivo/negativo positiva/negativa más/menos
añadir/eliminar agregar/eliminar añadir/quitar agregar/quitar poner/quitar sumar/restar suma/resta multiplicar/dividir
insertar/eliminar insertar/borrar crear/eliminar crear/borrar construir/destruir construir/demoler atacar/defender ataque/defensa
aceptar/rechazar permitir/prohibir permitido/prohibido legal/ilegal gustar/odiar
amar/odiar amor/odio apoyar/combatir ventaja/desventaja ventajas/desventajas ventajas/inconvenientes pros/contras
beneficio/riesgo beneficios/riesgos beneficios/daños beneficios/perjuicios favor/contra verdadero/falso verdad/mentira
correcto/incorrecto válido/inválido sí/no seguro/peligroso segura/peligrosa seguro/inseguro sano/enfermo salud/enfermedad
vivo/muerto vida/muerte vivir/morir nacer/morir nació/murió nacimiento/muerte limpio/sucio mojado/seco húmedo/seco
caliente/frío caliente/fría calor/frío cálido/frío calentar/enfriar hervir/congelar derretir/congelar verano/invierno
día/noche claro/oscuro clara/oscura negro/blanco negra/blanca dulce/salado dulce/amargo dulce/ácido ruidoso/silencioso
lleno/vacío llena/vacía llenar/vaciar duro/blando fuerte/débil fuerte/suave rico/pobre riqueza/pobreza caro/barato
cara/barata caros/baratos raro/común frecuente/raro siempre/nunca feliz/triste alegre/triste reír/llorar
optimista/pesimista valiente/cobarde educado/grosero amable/cruel honesto/deshonesto paciente/impaciente
perezoso/trabajador inteligente/tonto listo/tonto bonito/feo hermoso/feo famoso/desconocido popular/impopular
amigo/enemigo guerra/paz culpable/inocente soltero/casado casado/divorciado matrimonio/divorcio casarse/divorciarse
contratar/despedir empleador/empleado jefe/empleado profesor/alumno maestro/alumno enseñar/aprender médico/paciente
padre/hijo padres/hijos enviar/recibir envío/recibo remitente/destinatario emisor/receptor hablar/escuchar leer/escribir
lectura/escritura oferta/demanda productor/consumidor proveedor/cliente causa/efecto causas/consecuencias causa/consecuencia
causas/síntomas causas/tratamiento síntomas/tratamiento hombre/mujer hombres/mujeres masculino/femenino niño/niña
niños/niñas chico/chica padre/madre hermano/hermana hijo/hija tío/tía rey/reina abuelo/abuela marido/esposa esposo/esposa
adulto/niño adultos/niños público/privado pública/privada local/global nacional/internacional nacional/extranjero
ciudad/campo síncrono/asíncrono estático/dinámico manual/automático manualmente/automáticamente analógico/digital
unir/separar fusionar/dividir juntos/separados juntos/solos atraer/repeler ácido/base natural/artificial real/imaginario
real/falso original/copia teoría/práctica abstracto/concreto general/específico formal/informal serio/gracioso
temporal/permanente objetivo/subjetivo activo/pasivo voluntario/obligatorio opcional/obligatorio directo/indirecto
par/impar finito/infinito singular/plural mayúscula/minúscula mayúsculas/minúsculas sinónimo/antónimo vocal/consonante
presente/ausente encontrar/perder guardar/tirar guardar/borrar guardar/eliminar dar/recibir dar/quitar dormir/despertar
sentado/parado sentado/pie trabajar/descansar crudo/cocido crudo/cocinado fresco/congelado desayuno/almuerzo/cena
desayunar/almorzar/cenar democracia/dictadura cielo/infierno elogiar/criticar premiar/castigar animar/desanimar
mejorar/empeorar arreglar/romper reparar/romper curar/herir ayudar/perjudicar cerca/lejos cercano/lejano bruto/neto
fijo/variable acelerar/frenar acelerar/desacelerar fortalecer/debilitar mostrar/ocultar reservar/cancelar
pedir/cancelar eliminar/restaurar eliminar/recuperar borrar/recuperar eliminar/conservar ida/vuelta engordar/adelgazar
cancelar/renovar cancelar/contratar sencillo/complicado simple/complicado embarcar/desembarcar doblar/desdoblar vestir/desvestir
`;

/** Opposite only beside the same word: "desde Roma" and "hasta Roma". */
export const particles = `
desde/a de/hacia de/para desde/hasta desde/hacia con/sin antes/después sobre/bajo aquí/allí más/menos`;
