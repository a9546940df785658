const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** Words that turn the sense round, or keep something from being done. */
export const NEGATORS = list(`
not no never none nobody nothing nowhere neither without except excluding avoid avoids avoided avoiding avert stop stops
stopped stopping prevent prevents prevented preventing prevention lack lacks lacking fail fails failed failing refuse
refuses refused quit quits quitting unable cease non hardly barely unless exclude excludes forbidden
prohibited absence absent`);

/** Prefixes that negate the word they are put before. */
export const NEGATING_PREFIXES = ['un', 'dis', 'non', 'in', 'im', 'ir', 'il', 'mis', 'de', 'anti'] as const;

/** Begin like a negated word and are none ("install" is not the opposite of "stall"). */
export const NOT_NEGATED = list(`
install invest inform increase income indeed disease discover under union unit until input inside distance import
improve impact despite design define develop depart department detail defeat display discount discuss dispatch invite
intend intense instance indoor interest impress implant imply impart inhabit intern intent intake insight inland inborn
infer inflame inflict ingrain inlet insure inquire invoice income increment independent decrease decline deliver demand
deport depose deprive derive describe desert deserve desire detain detect determine device devote delight delay degree
mission mister mistress dismiss distant dispose display dispute disposal distill distress disguise disk unite uniform
unique universe unity illustrate ignite image imagine impede import impose impound imprint irrigate island antique
deform denote denounce deem debate defer debrief deduct defy define denature inbox incite input inset invent involve`);
