/** Go's `strconv.Quote`, on which the kubelet's `%q` rests, so far as a test needs it. */
function goQuote(text: string): string {
  return `"${Array.from(text, quoted).join('')}"`;
}

/** What the kubelet writes into a Downward API volume for `metadata.annotations`: sorted, no line feed at the end. */
export function downwardApiFile(annotations: Readonly<Record<string, string>> | ReadonlyMap<string, string>): string {
  const entries = annotations instanceof Map ? [...annotations] : Object.entries(annotations as Record<string, string>);
  return entries
    .map(([key, value]) => `${key}=${goQuote(value)}`)
    .sort()
    .join('\n');
}

const LETTERS = new Map(
  Object.entries({ 7: 'a', 8: 'b', 9: 't', 10: 'n', 11: 'v', 12: 'f', 13: 'r', 34: '"', 92: '\\' }),
);

function quoted(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const letter = LETTERS.get(String(code));
  if (letter !== undefined) return `\\${letter}`;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  if (/^(?:[\p{L}\p{M}\p{N}\p{P}\p{S}]| )$/u.test(character)) return character;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
