import { isAbsolute } from 'node:path';
import { z } from 'zod';

/** A whole number within bounds. */
export function whole(min: number, max: number): z.ZodType<number> {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** A number from 0 to 1. */
export function fraction(meaning: string): z.ZodType<number> {
  const error = `must be a number from 0 to 1 (${meaning})`;
  return z.number({ error }).min(0, { error }).max(1, { error });
}

export const onOff = z.boolean({ error: 'must be true or false' });

/** Not empty, no white space around it. */
export function text(rule: string): z.ZodType<string> {
  return z.string({ error: rule }).regex(/^\S(?:.*\S)?$/, { error: rule });
}

/** Text of a certain shape. */
export function matching(shape: RegExp, rule: string): z.ZodType<string> {
  return z.string({ error: rule }).regex(shape, { error: rule });
}

/** `undefined` for the empty text, by which an optional setting is not given. */
export function optional(schema: z.ZodType<string>): z.ZodType<string | undefined> {
  return z.union([z.literal('').transform(() => undefined), schema], {
    error: (issue) => schema.safeParse(issue.input).error?.issues[0]?.message ?? 'is not valid',
  });
}

const FILE_RULE = 'must be the absolute path of a file';

/** Whether the file is there is seen when it is read. */
export const file = z.string({ error: FILE_RULE }).refine(isAbsolute, { error: FILE_RULE });

/** The URL of an HTTP endpoint. User and password belong into files, so that no message shows them. */
export function httpUrl(rule: string): z.ZodType<string> {
  return z.string({ error: rule }).refine(isHttpUrl, { error: rule });
}

function isHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

/** One of a closed list of words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T): z.ZodType<T[number]> {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` });
}

const HEADER_RULE = 'must be a header name, such as x-tenant';

/** Field names (RFC 9110 5.1), lower case as Envoy gives them, each once. */
export const headerNames = z
  .array(
    z
      .string({ error: HEADER_RULE })
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, { error: HEADER_RULE })
      .toLowerCase(),
    { error: 'must be a list of header names' },
  )
  .transform((names) => [...new Set(names)]);

const HOST_RULE = 'must be a host name without scheme or port, such as api.example.com or *.example.com';

/** Host names without port, "*.example.com" for all below; none given: any. */
export const hostNames = z
  .array(matching(/^(?:\*|(?:\*\.)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)$/, HOST_RULE), {
    error: 'must be a list of host names',
  })
  .default([]);

const MODE_RULE = 'must be three octal digits in quotes, such as "0660"';

/** YAML reads an unquoted 0660 as the decimal number 660, so only text is taken. */
export const fileMode = z
  .string({ error: MODE_RULE })
  .regex(/^0?[0-7]{3}$/, { error: MODE_RULE })
  .transform((digits) => Number.parseInt(digits, 8));
