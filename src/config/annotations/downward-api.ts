import { isUtf8 } from 'node:buffer';

type ParsedAnnotations =
  { readonly annotations: ReadonlyMap<string, string> } | { readonly problems: readonly string[] };

/** Bytes. All annotations of an object together may have 256 KiB before they are escaped. */
const LARGEST = 2 ** 20;

/**
 * The annotations in a file of a Downward API volume (`fieldPath: metadata.annotations`): lines `key="value"`, the value
 * as Go's `%q` writes it. Empty text: no annotations. Problems give the line and never the value.
 * Source: Kubernetes pkg/fieldpath `FormatMap`; Go strconv `Quote`.
 */
export function parseDownwardApi(text: string): ParsedAnnotations {
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST) return { problems: [`the annotations file: has ${bytes} bytes; must have at most ${LARGEST}`] };
  const annotations = new Map<string, string>();
  const problems: string[] = [];
  // Line by line on "\n" only: the value may hold other line separators as they are.
  for (const [i, line] of linesOf(text).entries()) {
    const place = `the annotations file, line ${i + 1}`;
    const entry = parseLine(line);
    if (typeof entry === 'string') problems.push(`${place}: ${entry}`);
    else if (annotations.has(entry.key)) problems.push(`${place}: ${entry.key} is there already`);
    else annotations.set(entry.key, entry.value);
  }
  return problems.length > 0 ? { problems } : { annotations };
}

function linesOf(text: string): readonly string[] {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return body === '' ? [] : body.split('\n');
}

/** The entry, or what is wrong with the line. */
function parseLine(line: string): { readonly key: string; readonly value: string } | string {
  const match = /^([^\s="]+)="(.*)"$/s.exec(line);
  if (match === null) return 'must be key="value", as the kubelet writes annotations into a volume';
  const [, key = '', quoted = ''] = match;
  const value = unquote(quoted);
  return typeof value === 'string' ? { key, value } : `${key}: ${value.problem}`;
}

const ESCAPE = /(?:\\x[0-9A-Fa-f]{2})+|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\[abfnrtv\\"]|[\\"]/g;

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ['"', '"'],
]);

/** What Go's `strconv.Unquote` makes of a text between double quotes, as far as `Quote` writes it. */
function unquote(quoted: string): string | { readonly problem: string } {
  const wrong: string[] = [];
  const value = quoted.replaceAll(ESCAPE, (escape) => {
    const meant = meaningOf(escape);
    if (meant === undefined) wrong.push(escape);
    return meant ?? '';
  });
  if (wrong.length === 0) return value;
  return {
    problem: 'the value holds a quote that is not escaped, an escape that Go does not write, or no valid UTF-8',
  };
}

/** `undefined` also for a quote or a backslash that stands alone. */
function meaningOf(escape: string): string | undefined {
  const letter = escape.charAt(1);
  if (letter === 'x') return ofBytes(escape);
  if (letter === 'u' || letter === 'U') return ofCode(Number.parseInt(escape.slice(2), 16));
  return LETTERS.get(letter);
}

function ofCode(code: number): string | undefined {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code > 0x10ffff || isSurrogate ? undefined : String.fromCodePoint(code);
}

/** `\x` stands for a byte, not for a character. */
function ofBytes(escapes: string): string | undefined {
  const bytes = Buffer.from(escapes.replaceAll('\\x', ''), 'hex');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
