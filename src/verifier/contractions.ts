const WHOLE: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ["can't", 'can not'],
    ['cannot', 'can not'],
    ["won't", 'will not'],
    ["shan't", 'shall not'],
    ["ain't", 'is not'],
    ['wont', 'will not'],
    ['gonna', 'going to'],
    ['wanna', 'want to'],
    ["let's", 'let'],
    ['whats', 'what is'],
    ['hows', 'how is'],
    ['wheres', 'where is'],
    ['whos', 'who is'],
    ...'dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt cant couldnt shouldnt wouldnt mustnt neednt'
      .split(' ')
      .map((w) => [w, `${w.slice(0, -2)} not`]),
  ].map(([from = '', to = '']) => [from, to.split(' ')]),
);

/** "isn't" → is, not; "cat's" → cat; "they're" → they. Lower case in, lower case out; never empty. */
export function openContraction(word: string): readonly string[] {
  const whole = WHOLE.get(word);
  if (whole) return whole;
  if (!word.includes("'")) return [word];
  if (word.endsWith("n't")) return [word.slice(0, -3), 'not'];
  const bare = word.replace(/'(?:s|re|ve|ll|d|m)$/, '');
  return [bare.replace(/'/g, '')];
}
