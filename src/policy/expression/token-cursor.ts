import { nextToken } from './lexer';
import type { Token } from './token';

/** The text is no expression of the supported subset. */
export class SyntaxProblem extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/** Brackets, operators and statements inside each other. */
const DEEPEST = 64;
/** Operators and members that follow each other in one statement: a tree of so many levels is walked by recursion. */
const LONGEST = 400;

/** The tokens of an expression and what is bounded while they are read. */
export interface TokenCursor {
  peek(ahead?: number): Token;
  take(): Token;
  /** Takes the token if it is this operator or word. */
  accept(text: string): Token | undefined;
  /** @param where such as "after the condition" */
  expect(text: string, where: string): Token;
  /** Reads something that may hold its like. */
  deeper<T>(read: () => T): T;
  /** Another link of a chain. */
  longer(): void;
  /** A statement starts: its chains are counted anew. */
  startStatement(): void;
  /** For the tokens of a hole of an interpolated string. */
  inside(tokens: readonly Token[]): TokenCursor;
}

export function tokensOf(text: string, from: number): Token[] {
  const tokens: Token[] = [];
  for (let at = from; ;) {
    const token = nextToken(text, at);
    tokens.push(token);
    if (token.kind === 'end') return tokens;
    at = token.end;
  }
}

export function tokenCursor(tokens: readonly Token[], bounds = { depth: 0, length: 0 }): TokenCursor {
  let next = 0;
  const last: Token = tokens.at(-1) ?? { kind: 'end', text: '', start: 0, end: 0 };
  const peek = (ahead = 0): Token => tokens[next + ahead] ?? last;
  const take = (): Token => {
    const token = peek();
    if (token.problem !== undefined) throw new SyntaxProblem(token.start, token.problem);
    next++;
    return token;
  };
  const accept = (text: string): Token | undefined => (isWord(peek(), text) ? take() : undefined);
  return {
    peek,
    take,
    accept,
    expect: (text, where) => accept(text) ?? unexpected(peek(), `"${text}" ${where}`),
    deeper(read) {
      if (++bounds.depth > DEEPEST) throw new SyntaxProblem(peek().start, `more than ${DEEPEST} levels of nesting`);
      const result = read();
      bounds.depth--;
      return result;
    },
    longer() {
      if (++bounds.length > LONGEST)
        throw new SyntaxProblem(peek().start, `more than ${LONGEST} operators in a statement`);
    },
    startStatement() {
      bounds.length = 0;
    },
    inside: (inner) => tokenCursor(inner, bounds),
  };
}

export function isWord(token: Token, text: string): boolean {
  return token.text === text && (token.kind === 'operator' || token.kind === 'name');
}

export function unexpected(token: Token, wanted: string): never {
  if (token.problem !== undefined) throw new SyntaxProblem(token.start, token.problem);
  const found = token.kind === 'end' ? 'the end' : `"${token.text.slice(0, 40)}"`;
  throw new SyntaxProblem(token.start, `${found} where ${wanted} is expected`);
}
