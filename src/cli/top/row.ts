/** A line before it is clipped and coloured. */
export interface Row {
  readonly text: string;
  readonly tone?: 'head' | 'bad' | 'dim';
}

export type Section = readonly Row[];

/** Codes that switch a style on and off (ECMA-48 8.3.117). */
const STYLES = { head: [1, 22], bad: [31, 39], dim: [2, 22] } as const;

/** As it is drawn: names come from anybody, and none may steer the terminal. */
export function drawn({ text, tone }: Row, width: number, colour: boolean): string {
  const clipped = clip(text.replace(/\p{Cc}/gu, ' '), width).trimEnd();
  if (!colour || tone === undefined || clipped === '') return clipped;
  const [on, off] = STYLES[tone];
  return `\u001b[${on}m${clipped}\u001b[${off}m`;
}

function clip(text: string, width: number): string {
  const characters = Array.from(text);
  if (characters.length <= width) return text;
  return width <= 0 ? '' : `${characters.slice(0, width - 1).join('')}…`;
}

/** As many of the words as fit behind the label, and how many are left out. */
export function listed(label: string, words: readonly string[], width: number): string {
  let text = label;
  for (const [i, word] of words.entries()) {
    const left = words.length - i - 1;
    const next = `${text}${i === 0 ? '' : ', '}${word}`;
    const tail = left === 0 ? '' : `, +${left}`;
    if (i > 0 && next.length + tail.length > width) return `${text}, +${left + 1}`;
    text = next;
  }
  return text;
}
