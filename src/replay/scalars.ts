import { z } from 'zod';

/** Seconds since the epoch have fewer digits than milliseconds until the year 5138. */
const LEAST_MILLISECONDS = 1e11;
const WITH_ZONE = /(?:z|[+-]\d{2}:?\d{2})$/i;
const TIME_RULE = 'must be a time, such as 2026-01-31T09:30:00Z, or seconds or milliseconds since the epoch';
const NUMBER_RULE = 'must be a number, 0 or more';

/** Milliseconds since the epoch. A text without a zone is meant in UTC, as databases write it. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= LEAST_MILLISECONDS ? value : value * 1000;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return timeOf(Number(text));
  const placed = WITH_ZONE.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const time = Date.parse(placed);
  return Number.isNaN(time) ? undefined : time;
}

/** What is absent in an export is null, or an empty text. */
function absent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

export const time = optional(timeOf, TIME_RULE);

/** Exports write numbers as texts, too. */
export const amount = optional((value) => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}, NUMBER_RULE);

export const text = optional((value) => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}, 'must be a text');

function optional<T>(read: (value: unknown) => T | undefined, rule: string) {
  const checked = z.unknown().transform((value, context): T | undefined => {
    if (absent(value)) return undefined;
    const known = read(value);
    if (known === undefined) context.addIssue({ code: 'custom', message: rule });
    return known;
  });
  return checked.optional();
}

/** What is wrong, without quoting. */
export function problemsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => [...path.map(String), message].join(': ')).join('; ');
}
