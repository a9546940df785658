import { expressionEnd } from '../expression/extent';
import { decode, joined } from './pieces';

/** A document that an XML parser can read, or where it is beyond that. */
type Masked =
  | { readonly kind: 'masked'; readonly text: string }
  | { readonly kind: 'problem'; readonly offset: number; readonly what: string };

const UNENDED =
  'the expression that begins here does not end before the value does; check its brackets and quotes, or escape it (&quot; &lt; &amp;)';
const AMPERSAND = 'an "&" outside an expression has to be written &amp;';
const REFERENCE = /&(?:[A-Za-z][\w.-]*|#\d+|#x[\da-fA-F]+);/y;
const DOCTYPE = 'a document type is not allowed in a policy; leave it out';

/**
 * Azure's documents hold expressions with raw quotes, "<" and "&&" in attributes and texts, which is no XML. Each expression is
 * replaced by as many letters, so that what remains can be parsed and every offset stays true.
 *
 * Linear: a value is read once as it would be if escaped, up to the delimiter, and once as raw, and the first that is neither ends it.
 */
export function maskExpressions(raw: string): Masked {
  const out: string[] = [];
  let copied = 0;
  let at = 0;
  const blank = (start: number, end: number): void => {
    out.push(raw.slice(copied, start), raw.slice(start, end).replace(/[^\n]/g, 'x'));
    copied = end;
  };
  while (at < raw.length) {
    const next = raw[at] === '<' ? afterMarkup(raw, at, blank) : endOfContent(raw, at, '<', blank);
    if (typeof next !== 'number') return { kind: 'problem', ...next };
    at = next;
  }
  out.push(raw.slice(copied));
  return { kind: 'masked', text: out.join('') };
}

type Blank = (start: number, end: number) => void;
type Next = number | { readonly offset: number; readonly what: string };

function afterMarkup(raw: string, at: number, blank: Blank): Next {
  if (raw.startsWith('<!--', at)) return after(raw, '-->', at + 4);
  if (raw.startsWith('<![CDATA[', at)) return after(raw, ']]>', at + 9);
  if (raw.startsWith('<?', at)) return after(raw, '?>', at + 2);
  if (raw.startsWith('<!', at)) return { offset: at, what: DOCTYPE };
  return afterTag(raw, at + 1, blank);
}

function afterTag(raw: string, start: number, blank: Blank): Next {
  let at = start;
  while (at < raw.length) {
    const character = raw[at];
    if (character === '>') return at + 1;
    if (character === '"' || character === "'") {
      const quoteAt = endOfContent(raw, at + 1, character, blank);
      if (typeof quoteAt !== 'number') return quoteAt;
      at = quoteAt + 1;
    } else at += 1;
  }
  return at;
}

/** Where the value or text that begins at `start` ends: at its delimiter. */
function endOfContent(raw: string, start: number, delimiter: string, blank: Blank): Next {
  const close = raw.indexOf(delimiter, start);
  const end = close < 0 ? raw.length : close;
  const opens = expressionStart(raw, start);
  if (opens === undefined || opens >= end) return bareAmpersand(raw, start, end) ?? end;
  if (isOneExpression(raw, opens, end)) {
    blank(opens, end);
    return end;
  }
  const rawEnd = expressionEnd(raw, opens);
  const rest = rawEnd === undefined ? -1 : skipSpace(raw, rawEnd);
  if (rawEnd === undefined || raw[rest] !== delimiter) return { offset: opens, what: UNENDED };
  blank(opens, rawEnd);
  return rest;
}

/** The parser would look for the ";" of a reference up to the end of the document, and complain there. */
function bareAmpersand(raw: string, start: number, end: number): Exclude<Next, number> | undefined {
  const text = raw.slice(start, end);
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    REFERENCE.lastIndex = at;
    if (!REFERENCE.test(text)) return { offset: start + at, what: AMPERSAND };
  }
  return undefined;
}

function isOneExpression(raw: string, start: number, end: number): boolean {
  const text = joined(decode(raw, start, end)).trimEnd();
  return expressionEnd(text, 0) === text.length;
}

/** Where an expression opens that is the first thing of a value. */
function expressionStart(raw: string, start: number): number | undefined {
  const at = skipSpace(raw, start);
  return raw[at] === '@' && (raw[at + 1] === '(' || raw[at + 1] === '{') ? at : undefined;
}

function skipSpace(raw: string, start: number): number {
  let at = start;
  while (at < raw.length && /\s/.test(raw[at] ?? '')) at += 1;
  return at;
}

function after(raw: string, close: string, from: number): number {
  const at = raw.indexOf(close, from);
  return at < 0 ? raw.length : at + close.length;
}
