import { openContraction } from './contractions';
import { LEXEME, MAX_CHUNK, PLAIN_WORD } from './lexemes';
import { plainText } from './plain-text';
import { code as codeToken, number as numberToken, word as wordToken, type Gap, type Token } from './token';
import { FUNCTION_WORDS } from './words/function-words';

export interface Scan {
  readonly tokens: readonly Token[];
  readonly operators: ReadonlySet<string>;
}

/** What the chunks read so far have come to. */
interface State {
  readonly tokens: Token[];
  readonly operators: Set<string>;
  gap: Gap;
}

const STRENGTH: Readonly<Record<Gap, number>> = { joined: 0, hyphen: 1, space: 2, comma: 3, colon: 4, sentence: 5 };
const SENTENCE_BREAK = /^[A-Za-z]+\.([A-Z][a-z]*)$/;
const NO_SENTENCE_END = new Set('mr mrs ms dr st vs no etc approx rs prof jr sr'.split(' '));

/** Takes a text apart. Linear: chunks between spaces are bounded. */
export function scan(text: string): Scan {
  const state: State = { tokens: [], operators: new Set(), gap: 'sentence' };
  for (const [chunk] of plainText(text).matchAll(/\n|\S+/g)) {
    if (chunk === '\n') widen(state, 'sentence');
    else readChunk(state, chunk);
  }
  return { tokens: withNames(state.tokens), operators: state.operators };
}

function readChunk(state: State, chunk: string): void {
  widen(state, 'space');
  const plain = PLAIN_WORD.exec(chunk);
  if (plain) {
    readWord(state, plain[1] ?? '');
    if (plain[2]) readMark(state, plain[2], true);
  } else if (chunk.length > MAX_CHUNK) push(state, codeToken(chunk, state.gap, ''));
  else for (const { groups = {}, index } of chunk.matchAll(LEXEME)) readLexeme(state, groups, chunk, index);
}

function readLexeme(state: State, found: Record<string, string | undefined>, chunk: string, index: number): void {
  const { word, mark, number, code, operator, abbreviation, tech, unit } = found;
  if (word !== undefined) readWord(state, word);
  else if (mark !== undefined) readMark(state, mark, !/[\p{L}\p{N}]/u.test(chunk.slice(index)));
  else if (number !== undefined) readNumber(state, number, found['ending'], chunk.slice(0, index));
  else if (code !== undefined) readCode(state, code);
  else if (operator !== undefined) readOperator(state, operator);
  else if (abbreviation !== undefined) readAbbreviation(state, abbreviation);
  else pushWord(state, (tech ?? unit ?? '').toLowerCase(), false);
}

function readWord(state: State, written: string): void {
  const lower = written.toLowerCase();
  const isName = written !== lower && written !== 'I' && isMarkedOut(written, state.gap) && !FUNCTION_WORDS.has(lower);
  openContraction(lower).forEach((text, i) => {
    pushWord(state, text, isName && i === 0);
  });
}

/** Shouted ("NASA"), humped ("YouTube"), or with a capital where no sentence begins. */
function isMarkedOut(written: string, gap: Gap): boolean {
  if (gap !== 'sentence' && gap !== 'colon' && /^\p{Lu}/u.test(written)) return true;
  return /^\p{Lu}{2,}s?$|\p{Ll}\p{Lu}/u.test(written);
}

function readCode(state: State, written: string): void {
  const next = SENTENCE_BREAK.exec(written)?.[1];
  if (next !== undefined && FUNCTION_WORDS.has(next.toLowerCase())) {
    readWord(state, written.slice(0, -next.length - 1));
    widen(state, 'sentence');
    readWord(state, next);
    return;
  }
  const plain = written.replace(/[.,;:!?]+$/, '').replace(/\(\)$/, '');
  push(state, codeToken(plain.toLowerCase(), state.gap, spoken(plain)));
}

function readNumber(state: State, digits: string, ending: string | undefined, before: string): void {
  const value = digits.startsWith('.') ? `0${digits}` : digits.replace(/,/g, '');
  const text = ending === 'k' ? String(Number(value) * 1000) : ending === 's' ? decade(value) : value;
  const negative = /(?:^|[(=<>*/,:^+])-$/.test(before);
  const ordinal = ending?.length === 2;
  push(state, { ...numberToken(text, state.gap), negative, ordinal });
}

function readOperator(state: State, written: string): void {
  if (written === '&') pushWord(state, 'and', false);
  else state.operators.add(written);
}

function readAbbreviation(state: State, written: string): void {
  const text = written.replace(/\./g, '').toLowerCase();
  if (text !== 'eg' && text !== 'ie') pushWord(state, text, written !== written.toLowerCase());
}

function readMark(state: State, mark: string, endsChunk: boolean): void {
  const last = state.tokens.at(-1)?.text ?? '';
  if (mark === '-') widen(state, 'hyphen');
  else if (mark === '?' || mark === '!') widen(state, 'sentence');
  else if (mark === '.') widen(state, endsChunk && !NO_SENTENCE_END.has(last) ? 'sentence' : 'joined');
  else if (mark === ',' || mark === ';') widen(state, 'comma');
  else widen(state, mark === ':' && endsChunk ? 'colon' : 'space');
}

function pushWord(state: State, text: string, name: boolean): void {
  push(state, wordToken(text, state.gap, name));
}

function push(state: State, read: Token): void {
  state.tokens.push(read);
  state.gap = 'joined';
}

/** The strongest boundary since the last token counts. */
function widen(state: State, gap: Gap): void {
  if (STRENGTH[gap] > STRENGTH[state.gap]) state.gap = gap;
}

/** "1990s" stays apart from "1990"; "90s" is the same decade. */
function decade(value: string): string {
  return `${/^[2-9]0$/.test(value) ? `19${value}` : value}s`;
}

function spoken(code: string): string {
  const apart = code.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return apart.replace(/[^a-z0-9]+/g, ' ').trim();
}

/** In A Headline Every Word Has A Capital: there a capital tells nothing. */
function withNames(tokens: readonly Token[]): readonly Token[] {
  const matter = tokens.filter((t) => t.kind === 'word' && !FUNCTION_WORDS.has(t.text));
  const capitals = matter.filter((t) => t.name).length;
  if (capitals < 4 || capitals < matter.length * 0.75) return tokens;
  return tokens.map((t) => (t.name ? { ...t, name: false } : t));
}
