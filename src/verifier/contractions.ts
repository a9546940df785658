import type { Lexicon } from './lexicon';

/** "isn't" → is, not; "cat's" → cat; "l'heure" → le, heure; "zum" → zu, dem. Lower case in, lower case out; never empty. */
export function openContraction(word: string, { contractions }: Lexicon): readonly string[] {
  const whole = contractions.whole.get(word);
  if (whole) return whole;
  const at = word.indexOf("'");
  if (at < 0) return [word];
  const full = contractions.elided.get(word.slice(0, at));
  if (full !== undefined && at + 1 < word.length) return [full, ...openRest(word.slice(at + 1), contractions)];
  for (const [ending, words] of contractions.enclitics) {
    if (word.length > ending.length && word.endsWith(ending))
      return [word.slice(0, -ending.length).replace(/'/g, ''), ...words];
  }
  return [word.replace(/'/g, '')];
}

function openRest(rest: string, { whole }: Lexicon['contractions']): readonly string[] {
  return whole.get(rest) ?? [rest.replace(/'/g, '')];
}
