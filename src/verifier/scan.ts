import { openContraction } from './contractions';
import { LEXEME, MAX_CHUNK, PLAIN_WORD } from './lexemes';
import type { Lexicon } from './lexicon';
import { plainText, withDecimalPoint } from './plain-text';
import { code as codeToken, number as numberToken, word as wordToken, type Gap, type Token } from './token';
import { hasUnspacedScript, wordsOfUnspaced } from './unspaced';

/** "3 - 5", "a / b": marks that calculate if they stand alone. */
const LONE_OPERATOR = /^[-/÷×%!~|]$/;

export interface Scan {
  readonly tokens: readonly Token[];
  /** In reading order. */
  readonly operators: readonly string[];
}

/** What the chunks read so far have come to. */
interface State {
  /** No small letter in it: capitals tell nothing. */
  readonly shouting: boolean;
  readonly lexicon: Lexicon;
  readonly tokens: Token[];
  readonly operators: string[];
  gap: Gap;
}

type Capital = 'name' | 'noun' | 'none';

const STRENGTH: Readonly<Record<Gap, number>> = { joined: 0, hyphen: 1, space: 2, comma: 3, colon: 4, sentence: 5 };
const SENTENCE_BREAK = /^[A-Za-z]+\.([A-Z][a-z]*)$/;
/** Letters that are none of the Latin script: in a text of which these are few, they name something. */
const FOREIGN_SCRIPT = /[^\P{L}\p{Script=Latin}]/u;
const PLAIN_LETTERS = /^[a-z']+$/;
const NO_SENTENCE_END = new Set('mr mrs ms dr st vs no etc approx rs prof jr sr'.split(' '));

/** Takes a text apart. Linear: chunks between spaces are bounded. */
export function scan(text: string, lexicon: Lexicon): Scan {
  const plain = plainText(text);
  const shouting = !/\p{Ll}/u.test(plain);
  const state: State = { shouting, lexicon, tokens: [], operators: [], gap: 'sentence' };
  for (const [chunk] of (lexicon.numbers.decimalComma ? withDecimalPoint(plain) : plain).matchAll(/\n|\S+/g)) {
    if (chunk === '\n') widen(state, 'sentence');
    else readChunk(state, chunk);
  }
  return { tokens: withNames(state.tokens, lexicon), operators: state.operators };
}

function readChunk(state: State, chunk: string): void {
  widen(state, 'space');
  if (LONE_OPERATOR.test(chunk)) state.operators.push(chunk);
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
  else pushWord(state, (tech ?? unit ?? '').toLowerCase(), 'none');
}

function readWord(state: State, written: string): void {
  const { lexicon } = state;
  if (!PLAIN_LETTERS.test(written) && hasUnspacedScript(written)) {
    for (const part of wordsOfUnspaced(written))
      pushWord(state, part, lexicon.language === undefined ? 'none' : 'name');
    return;
  }
  const isAcronym = !state.shouting && /^\p{Lu}+$/u.test(written);
  const shouted = isAcronym ? lexicon.contractions.shouted.get(written.toLowerCase()) : undefined;
  const lower = shouted ?? lexicon.fold(written.toLowerCase());
  const capital = capitalOf(written, lower, state);
  if (!lexicon.contractions.whole.has(lower) && !lower.includes("'")) {
    pushWord(state, lower, capital);
    return;
  }
  const opened = openContraction(lower, lexicon);
  const named = isElided(lower, lexicon) ? opened.length - 1 : 0;
  opened.forEach((text, i) => {
    pushWord(state, text, i === named ? capital : 'none');
  });
}

/** "d'Oslo": what is named stands behind the apostrophe. */
function isElided(word: string, { contractions }: Lexicon): boolean {
  return contractions.elided.has(word.slice(0, word.indexOf("'")));
}

function capitalOf(written: string, lower: string, { gap, lexicon }: State): Capital {
  if (written === lower && PLAIN_LETTERS.test(lower)) return 'none';
  if (lexicon.language !== undefined && FOREIGN_SCRIPT.test(written)) return 'name';
  if (written === lower || written === 'I' || lexicon.grammar.functionWords.has(lower)) return 'none';
  if (/^\p{Lu}{2,}s?$|\p{Ll}\p{Lu}/u.test(written)) return 'name';
  const start = isElided(lower, lexicon) ? written.indexOf("'") + 1 : 0;
  if (gap === 'sentence' || gap === 'colon' || !/^\p{Lu}/u.test(written.slice(start))) return 'none';
  return lexicon.grammar.capitalNouns ? 'noun' : 'name';
}

function readCode(state: State, written: string): void {
  const next = SENTENCE_BREAK.exec(written)?.[1];
  if (next !== undefined && state.lexicon.grammar.functionWords.has(next.toLowerCase())) {
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
  push(state, numberToken(text, state.gap, { negative, ordinal }));
}

function readOperator(state: State, written: string): void {
  if (written === '&') pushWord(state, '&', 'none');
  else state.operators.push(written);
}

function readAbbreviation(state: State, written: string): void {
  const letters = written.replace(/\./g, '').toLowerCase();
  const text = state.lexicon.contractions.shouted.get(letters) ?? letters;
  if (text !== 'eg' && text !== 'ie') pushWord(state, text, written !== written.toLowerCase() ? 'name' : 'none');
}

function readMark(state: State, mark: string, endsChunk: boolean): void {
  const last = state.tokens.at(-1)?.text ?? '';
  if (mark === '-') widen(state, 'hyphen');
  else if (mark === '?' || mark === '!') widen(state, 'sentence');
  else if (mark === '.') widen(state, endsChunk && !NO_SENTENCE_END.has(last) ? 'sentence' : 'joined');
  else if (mark === ',' || mark === ';') widen(state, 'comma');
  else widen(state, mark === ':' && endsChunk ? 'colon' : 'space');
}

function pushWord(state: State, text: string, capital: Capital): void {
  push(state, wordToken(text, state.lexicon.stem(text), state.gap, capital));
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
function withNames(tokens: readonly Token[], { grammar }: Lexicon): readonly Token[] {
  const matter = tokens.filter((t) => t.kind === 'word' && !grammar.functionWords.has(t.text));
  const capitals = matter.filter((t) => t.name).length;
  if (capitals < 4 || capitals < matter.length * 0.75) return tokens;
  return tokens.map((t) => (t.name && !FOREIGN_SCRIPT.test(t.text) ? { ...t, name: false } : t));
}
