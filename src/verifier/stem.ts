const IRREGULAR: ReadonlyMap<string, string> = new Map(
  `men/man women/woman children/child people/person wives/wife lives/life mice/mouse feet/foot teeth/tooth bought/buy sold/sell lost/lose won/win began/begin sent/send gave/give given/give took/take taken/take rose/rise fell/fall`
    .split(/\s+/)
    .map((pair) => pair.split('/') as [string, string]),
);
/** A longer run of letters is no word worth remembering. */
const MAX_WORD = 30;
const IES = /[^aeiou]ies$/;
const DOUBLED = /([bdfgmnprt])\1$/;
const HAS_VOWEL = /[aeiouy]/;

/** Longest suffix first; each must leave a plausible word, so that "sing" and "red" stay whole. */
const SUFFIXES = ['ing', 'ed', 'es', 's'] as const;

function withoutSuffix(word: string): string {
  if (IES.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  for (const suffix of SUFFIXES) {
    if (!word.endsWith(suffix) || word.length - suffix.length < 3) continue;
    if (suffix === 's' && /(?:ss|us|is)$/.test(word)) return word;
    const base = word.slice(0, -suffix.length);
    if (!HAS_VOWEL.test(base)) return word;
    return suffix === 'ing' || suffix === 'ed' ? base.replace(DOUBLED, '$1') : base;
  }
  return word;
}

/** Speech repeats its words: nearly every stem has been asked for before. Emptied when full. */
const MAX_REMEMBERED = 10_000;
const remembered = new Map<string, string>();

/** A crude stem of a lower-case English word: enough that "files" meets "file" and "stopped" meets "stop". */
export function stem(word: string): string {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const base = IRREGULAR.get(word) ?? withoutSuffix(word);
  const found = base.length > 3 && base.endsWith('e') ? base.slice(0, -1) : base;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  if (word.length <= MAX_WORD) remembered.set(word, found);
  return found;
}

/** The stem without a comparative ending: "slower" and "slowest" meet "slow". Only for looking up word pairs. */
export function positiveStem(word: string): string {
  const ending = /(?:er|est)$/.exec(word);
  if (!ending || word.length - ending[0].length < 3) return stem(word);
  const base = word.slice(0, -ending[0].length).replace(DOUBLED, '$1');
  return stem(base.endsWith('i') ? `${base.slice(0, -1)}y` : base);
}
