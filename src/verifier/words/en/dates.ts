import type { DateWords } from '../word-lists';

export const dates: DateWords = {
  firm: `
january=jan february=feb april=apr june=jun july=jul august=aug september=sept=sep october=oct november=nov
december=dec monday tuesday=tues wednesday thursday=thurs friday saturday sunday mondays=monday tomorrow yesterday
weekend weekends=weekend weekday weekdays=weekday winter summer autumn christmas=xmas easter halloween thanksgiving
ramadan diwali hanukkah`,
  inCompany: 'may march=mar spring autumn=fall sun mon sat fri wed thu tue dec',
  company: `
in of on by last next this since until till during before after every from early late mid to and about`,
  vague: `
daily weekly monthly yearly=annually=annual hourly quarterly today=now=nowadays=currently tonight morning=mornings
afternoon evening=evenings noon midday=noon midnight night=nights`,
  pointers: 'last next this previous coming past',
  periods: `
week weekend month year quarter season semester term decade century summer winter spring autumn monday tuesday
wednesday thursday friday saturday sunday night time`,
  past: 'was were did had used_to',
  present: 'is are does do will',
};
