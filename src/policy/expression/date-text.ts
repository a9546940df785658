export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

type Part = (date: Date) => string;

/** The custom format specifiers of .NET, with English names. */
const SPECIFIERS = new Map<string, Part>([
  ['yyyy', (date) => pad(date.getUTCFullYear(), 4)],
  ['yy', (date) => pad(date.getUTCFullYear() % 100)],
  ['MMMM', (date) => MONTHS[date.getUTCMonth()] ?? ''],
  ['MMM', (date) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3)],
  ['MM', (date) => pad(date.getUTCMonth() + 1)],
  ['M', (date) => String(date.getUTCMonth() + 1)],
  ['dddd', (date) => DAYS[date.getUTCDay()] ?? ''],
  ['ddd', (date) => (DAYS[date.getUTCDay()] ?? '').slice(0, 3)],
  ['dd', (date) => pad(date.getUTCDate())],
  ['d', (date) => String(date.getUTCDate())],
  ['HH', (date) => pad(date.getUTCHours())],
  ['H', (date) => String(date.getUTCHours())],
  ['hh', (date) => pad(date.getUTCHours() % 12 || 12)],
  ['h', (date) => String(date.getUTCHours() % 12 || 12)],
  ['mm', (date) => pad(date.getUTCMinutes())],
  ['m', (date) => String(date.getUTCMinutes())],
  ['ss', (date) => pad(date.getUTCSeconds())],
  ['s', (date) => String(date.getUTCSeconds())],
  ['fff', (date) => pad(date.getUTCMilliseconds(), 3)],
  ['fffffff', (date) => `${pad(date.getUTCMilliseconds(), 3)}0000`],
  ['tt', (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM')],
  ['K', () => 'Z'],
]);

/** The standard formats, in the invariant culture. */
const STANDARD = new Map([
  ['d', 'MM/dd/yyyy'],
  ['D', 'dddd, dd MMMM yyyy'],
  ['t', 'HH:mm'],
  ['T', 'HH:mm:ss'],
  ['g', 'MM/dd/yyyy HH:mm'],
  ['G', 'MM/dd/yyyy HH:mm:ss'],
  ['s', "yyyy-MM-dd'T'HH:mm:ss"],
  ['u', "yyyy-MM-dd HH:mm:ss'Z'"],
  ['o', "yyyy-MM-dd'T'HH:mm:ss.fffffffK"],
  ['O', "yyyy-MM-dd'T'HH:mm:ss.fffffffK"],
  ['r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
  ['R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"],
]);

const TOKEN = /'([^']*)'|"([^"]*)"|\\(.)|([a-zA-Z])\4*|[^a-zA-Z'"\\]/gy;

/** A format of dates, prepared. `undefined`: one that is not supported. */
export function dateFormat(format: string): ((ms: number) => string) | undefined {
  const parts: (string | Part)[] = [];
  const custom = STANDARD.get(format) ?? (format.length === 1 ? "'" : format);
  TOKEN.lastIndex = 0;
  for (let at = 0; at < custom.length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(custom);
    if (!match) return undefined;
    const part = match[4] === undefined ? (match[1] ?? match[2] ?? match[3] ?? match[0]) : SPECIFIERS.get(match[0]);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return (ms) => {
    const date = new Date(ms);
    return parts.map((part) => (typeof part === 'string' ? part : part(date))).join('');
  };
}

/** .NET's default text in the invariant culture. */
export function defaultDateText(ms: number): string {
  return writeDefault?.(ms) ?? '';
}
const writeDefault = dateFormat('G');

/** ISO 8601 (UTC where it has no offset) or RFC 1123. `undefined` for anything else. */
export function parseDate(text: string): number | undefined {
  const iso = /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?))?\s*(Z|[+-]\d\d:\d\d)?\s*$/.exec(text);
  const standard = iso ? `${iso[1] ?? ''}T${iso[2] ?? '00:00'}${iso[3] ?? 'Z'}` : undefined;
  const isRfc1123 = /^\s*[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\s*$/.test(text);
  if (standard === undefined && !isRfc1123) return undefined;
  const ms = Date.parse(standard ?? text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** "[-][d.]hh:mm:ss[.fffffff]" */
export function timeSpanText(ms: number): string {
  const whole = Math.abs(ms);
  const days = Math.floor(whole / 86_400_000);
  const clock = [whole / 3_600_000, whole / 60_000, whole / 1000].map((each, index) =>
    pad(Math.floor(each) % (index === 0 ? 24 : 60)),
  );
  const rest = Math.floor(whole % 1000);
  return `${ms < 0 ? '-' : ''}${days > 0 ? `${days}.` : ''}${clock.join(':')}${rest > 0 ? `.${pad(rest, 3)}0000` : ''}`;
}
