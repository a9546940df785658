import type { DateWords } from '../word-lists';

export const dates: DateWords = {
  firm: `
januar=jänner=jan februar=feb märz=maerz april=apr mai juni=jun juli=jul august=aug september=sep oktober=okt
november=nov dezember=dez montag=montags dienstag=dienstags mittwoch=mittwochs donnerstag=donnerstags
freitag=freitags samstag=sonnabend=samstags sonntag=sonntags gestern vorgestern übermorgen wochenende=wochenenden
wochentag winter sommer herbst frühling=frühjahr weihnachten ostern silvester pfingsten halloween`,
  inCompany: 'morgen',
  company: 'wird für bis ab ist in wetter heute',
  vague: `
täglich wöchentlich monatlich jährlich stündlich heute=jetzt=aktuell=derzeit=heutzutage abend=abends
morgens=vormittags=vormittag nachmittag=nachmittags mittag=mittags mitternacht nacht=nachts morgen`,
  pointers: `
letzte=letzten=letzter=letztes=letztem=vergangene=vergangenen=vorige=vorigen nächste=nächsten=nächster=nächstes=nächstem=kommende=kommenden
diese=diesen=dieser=dieses=diesem`,
  periods: `
woche wochen wochenende monat jahr quartal semester jahrzehnt jahrhundert sommer winter frühling herbst montag dienstag
mittwoch donnerstag freitag samstag sonntag nacht`,
  past: 'war waren wurde wurden hatte hatten',
  present: 'ist sind wird werden hat haben',
};
