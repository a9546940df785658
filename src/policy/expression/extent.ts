import { nextToken } from './lexer';

const CLOSING = new Map([
  ['(', ')'],
  ['{', '}'],
]);

/**
 * Where an expression ends that starts with "@(" or "@{" at `start`: the offset after its closing bracket, past strings, characters and
 * comments that hold brackets. `undefined` when it is never closed. Takes time linear in the text.
 */
export function expressionEnd(text: string, start: number): number | undefined {
  const open = text[start + 1] ?? '';
  const close = CLOSING.get(open);
  if (text[start] !== '@' || close === undefined) return undefined;
  let depth = 0;
  for (let at = start + 1; ;) {
    const token = nextToken(text, at);
    if (token.kind === 'end') return undefined;
    if (token.text === open) depth++;
    if (token.text === close && --depth === 0) return token.end;
    at = token.end;
  }
}
