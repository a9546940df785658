const sets = (lines: string): ReadonlyMap<string, string> => {
  const spelling = new Map<string, string>();
  for (const group of lines.trim().split(/\s+/)) {
    const words = group.split('=');
    for (const word of words) spelling.set(word, words[0] ?? word);
  }
  return spelling;
};

/** Names of days and months that mean nothing else, and days relative to today. Must agree wherever they occur. */
export const FIRM_DATES = sets(`
january=jan february=feb april=apr june=jun july=jul august=aug september=sept=sep october=oct november=nov
december=dec monday tuesday=tues wednesday thursday=thurs friday saturday sunday mondays=monday
tomorrow yesterday weekend weekends=weekend weekday weekdays=weekday
winter summer autumn christmas=xmas easter halloween thanksgiving ramadan diwali hanukkah`);

/** Words that are a date only in company ("in May", "may 5"). */
export const DATES_AFTER: ReadonlySet<string> = new Set(
  'in of on by last next this since until till during before after every from early late mid to and about'.split(' '),
);
export const DATES_IN_COMPANY = sets('may march=mar spring autumn=fall sun mon sat fri wed thu tue dec');

/** Vague times: a difference counts only when each text names one. */
export const VAGUE_DATES = sets(
  'daily weekly monthly yearly=annually=annual hourly quarterly today=now=nowadays=currently tonight morning=mornings afternoon evening=evenings noon midday=noon midnight night=nights',
);

/** "last week" is not "next week". */
export const PERIOD_POINTERS: ReadonlySet<string> = new Set(['last', 'next', 'this', 'previous', 'coming', 'past']);
export const PERIODS: ReadonlySet<string> = new Set(
  'week weekend month year quarter season semester term decade century summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday night time'.split(
    ' ',
  ),
);
