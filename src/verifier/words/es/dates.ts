import type { DateWords } from '../word-lists';

export const dates: DateWords = {
  firm: `
enero febrero marzo abril mayo junio julio agosto septiembre=setiembre octubre noviembre diciembre lunes martes
miércoles jueves viernes sábado=sábados domingo=domingos ayer anteayer invierno verano otoño primavera
navidad halloween ramadán`,
  inCompany: 'mañana',
  company: 'para hasta desde de hará será tiempo hoy pasado',
  vague: `
diario=diaria=diariamente semanal=semanalmente mensual=mensualmente anual=anualmente hoy=ahora=actualmente
tarde=tardes noche=noches mediodía medianoche mañana=mañanas`,
  pointers: 'pasado=pasada=último=última próximo=próxima este=esta',
  periods: `
semana mes año trimestre semestre siglo década verano invierno primavera otoño lunes martes miércoles jueves viernes
sábado domingo noche vez`,
  past: 'era eran fue fueron estaba había',
  present: 'es son está hay será',
};
