import { numberIn } from '../arguments';
import { dateFormat, DAYS, defaultDateText, parseDate } from '../date-text';
import { parseDateTime } from '../convert';
import { order } from '../operators';
import { EvaluationFault } from '../run';
import { method, property, table, type Prepared } from '../table';
import { dateTime, isKind, timeSpan, type DateTime, type TimeSpan } from '../values';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The last moment of the year 9999, and the first of the year 1. */
const LATEST = 253_402_300_799_999;
const EARLIEST = -62_135_596_800_000;

const part = (of: (date: Date) => number) => property('int', ({ ms }: DateTime) => BigInt(of(new Date(ms))));
const adding = (unit: number) =>
  method('(value)', 'DateTime', ({ ms }: DateTime, [value]) => moment(ms + numberIn(value, 'value') * unit));
const total = (unit: number) => property('double', ({ ms }: TimeSpan) => ms / unit);
const within = (unit: number, limit: number) =>
  property('int', ({ ms }: TimeSpan) => BigInt(Math.trunc(ms / unit) % limit));
const spanOf = (unit: number) =>
  method('(value)', 'TimeSpan', (_: unknown, [value]) => span(numberIn(value, 'value') * unit));

/** All times are UTC. */
export const TIME_TABLES = [
  table(
    'DateTime',
    {
      Year: part((date) => date.getUTCFullYear()),
      Month: part((date) => date.getUTCMonth() + 1),
      Day: part((date) => date.getUTCDate()),
      Hour: part((date) => date.getUTCHours()),
      Minute: part((date) => date.getUTCMinutes()),
      Second: part((date) => date.getUTCSeconds()),
      Millisecond: part((date) => date.getUTCMilliseconds()),
      DayOfYear: part((date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1),
      DayOfWeek: property('DayOfWeek', ({ ms }: DateTime) => ({ kind: 'DayOfWeek', names: [dayName(ms)] })),
      Date: property('DateTime', ({ ms }: DateTime) => dateTime(Math.floor(ms / DAY) * DAY)),
      TimeOfDay: property('TimeSpan', ({ ms }: DateTime) => timeSpan(ms - Math.floor(ms / DAY) * DAY)),
    },
    {
      AddMilliseconds: adding(1),
      AddSeconds: adding(SECOND),
      AddMinutes: adding(MINUTE),
      AddHours: adding(HOUR),
      AddDays: adding(DAY),
      Add: method('(span)', 'DateTime', ({ ms }: DateTime, [value]) => moment(ms + spanIn(value))),
      Subtract: method(
        '(other)',
        ({ arguments: [type] }) => (type === 'DateTime' ? 'TimeSpan' : 'DateTime'),
        ({ ms }: DateTime, [value]) =>
          isKind<DateTime>(value, 'DateTime') ? timeSpan(ms - value.ms) : moment(ms - spanIn(value)),
      ),
      CompareTo: method('(other)', 'int', (self: DateTime, [other]) => BigInt(order(self, other))),
      ToUniversalTime: method('()', 'DateTime', (self: DateTime) => self),
      ToString: method('(format?)', 'string', dateText, prepareFormat),
    },
  ),
  table('TimeSpan', {
    TotalMilliseconds: total(1),
    TotalSeconds: total(SECOND),
    TotalMinutes: total(MINUTE),
    TotalHours: total(HOUR),
    TotalDays: total(DAY),
    Milliseconds: within(1, 1000),
    Seconds: within(SECOND, 60),
    Minutes: within(MINUTE, 60),
    Hours: within(HOUR, 24),
    Days: within(DAY, Infinity),
  }),
];

export const TIME_STATICS = [
  table(
    'DateTime',
    {
      // The moment in which the request came: an expression has no clock, and two reads of one call agree.
      UtcNow: property('DateTime', (_: unknown, { call }) => dateTime(call.receivedAt)),
      Now: property('DateTime', (_: unknown, { call }) => dateTime(call.receivedAt)),
      Today: property('DateTime', (_: unknown, { call }) => dateTime(Math.floor(call.receivedAt / DAY) * DAY)),
      UnixEpoch: property('DateTime', () => dateTime(0)),
    },
    { Parse: method('(text)', 'DateTime', (_: unknown, [text]) => parseDateTime(textOrFault(text)), prepareParse) },
  ),
  table(
    'TimeSpan',
    { Zero: property('TimeSpan', () => timeSpan(0)) },
    {
      FromMilliseconds: spanOf(1),
      FromSeconds: spanOf(SECOND),
      FromMinutes: spanOf(MINUTE),
      FromHours: spanOf(HOUR),
      FromDays: spanOf(DAY),
    },
  ),
];

function dayName(ms: number): string {
  return DAYS[new Date(ms).getUTCDay()] ?? '';
}

function moment(ms: number): DateTime {
  const whole = Math.round(ms);
  if (!(whole >= EARLIEST && whole <= LATEST)) throw new EvaluationFault('makes a date outside of the years 1 to 9999');
  return dateTime(whole);
}

function span(ms: number): TimeSpan {
  if (!(Math.abs(ms) <= LATEST - EARLIEST)) throw new EvaluationFault('makes a TimeSpan that is too long');
  return timeSpan(ms);
}

function spanIn(value: unknown): number {
  if (!isKind<TimeSpan>(value, 'TimeSpan')) throw new EvaluationFault('span is no TimeSpan');
  return value.ms;
}

function textOrFault(value: unknown): string {
  if (typeof value !== 'string') throw new EvaluationFault('reads a value as a date that is no text');
  return value;
}

function dateText({ ms }: DateTime, [format]: readonly unknown[]): string {
  if (format === undefined || format === null) return defaultDateText(ms);
  const write = typeof format === 'string' && format.length <= 100 ? dateFormat(format) : undefined;
  if (!write) throw new EvaluationFault('a format of dates that is not supported');
  return write(ms);
}

function prepareFormat([format]: readonly unknown[]): Prepared | undefined {
  if (typeof format !== 'string') return undefined;
  const write = dateFormat(format);
  if (!write)
    return {
      kind: 'problem',
      problem: 'a format of dates that is not supported; formats are like yyyy-MM-dd HH:mm:ss',
    };
  return { kind: 'call', call: ({ ms }: DateTime) => write(ms) };
}

function prepareParse([text]: readonly unknown[]): Prepared | undefined {
  if (typeof text !== 'string' || parseDate(text) !== undefined) return undefined;
  return { kind: 'problem', problem: 'a date that is not supported; dates are ISO 8601 or RFC 1123' };
}
