/** Words in lines of at most so many characters; a word that is longer stands alone. A blank within a word is written as "\u00a0". */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \n]+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => each.replaceAll('\u00a0', ' '));
}

/** Each line after so many blanks. */
export function indented(lines: readonly string[], by: number): readonly string[] {
  return lines.map((line) => `${' '.repeat(by)}${line}`);
}

/**
 * Names and what they mean side by side, the meaning wrapped in its column; a name that leaves it no room stands in a line of its own.
 * @param rows of name and meaning
 */
export function definitions(rows: readonly (readonly [string, string])[], width: number): readonly string[] {
  const longest = Math.max(0, ...rows.map(([name]) => name.length));
  const column = Math.min(longest, Math.floor(width / 3)) + GAP;
  return rows.flatMap(([name, meaning]) => {
    const [first = '', ...rest] = wrapped(meaning, Math.max(LEAST, width - column));
    const below = indented(rest, column);
    if (name.length + GAP <= column) return [`${name.padEnd(column)}${first}`, ...below];
    return [name, ...indented([first], column), ...below];
  });
}

const GAP = 2;
/** Narrower columns are not worth it, whatever the terminal. */
const LEAST = 20;
