import { z } from 'zod';
import { isKey, KEY_RULE } from '../cache/partition';
import type { CuratedAnswer, ExportedEntry, PreloadLine } from '../cache/preload';
import { COMPLETION_FORMS } from '../core/dialect';
import { LONGEST_TTL } from '../core/policy';
import { parseDuration } from '../core/units';
import { isTag, type Problem } from './entry-query';
import { parsedJson, problemOf } from './json-input';

const SECOND_MS = 1000;
const TTL_RULE = 'must be a duration from 1s to 365d, such as 30d';
const BODY_RULE = 'must be a text, or {"base64": …}';

const filled = z.string().min(1, { error: 'must not be empty' });
const key = z.string().refine(isKey, { error: KEY_RULE });
const tag = z.string().refine(isTag, { error: 'must be 1 to 100 characters without spaces around them' });
const instant = z.iso.datetime({ error: 'must be a time such as 2026-01-31T12:00:00.000Z' }).transform(Date.parse);
const tokens = z.number().min(0);
const ttl = z.union([z.string(), z.number()], { error: TTL_RULE }).transform((value, context) => {
  const ms = parseDuration(value);
  if (ms !== undefined && ms >= SECOND_MS && ms <= LONGEST_TTL * SECOND_MS) return ms;
  context.addIssue({ code: 'custom', message: TTL_RULE });
  return z.NEVER;
});

const exportedLine = z.strictObject({
  id: key,
  partition: key,
  policy: filled,
  dialect: filled,
  model: z.string(),
  text: z.string(),
  tag: tag.optional(),
  createdAt: instant,
  expiresAt: instant,
  upstreamMs: tokens,
  embedder: z.string(),
  answer: z.strictObject({
    form: z.enum(COMPLETION_FORMS, { error: `must be one of ${COMPLETION_FORMS.join(', ')}` }),
    body: z.union([z.string(), z.strictObject({ base64: z.base64() })], { error: BODY_RULE }),
    usage: z.strictObject({ promptTokens: tokens, completionTokens: tokens }).optional(),
  }),
});

const curatedLine = z.strictObject({
  request: z.strictObject({
    host: filled,
    path: z.string().startsWith('/', { error: 'must begin with /' }),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.looseObject({}),
  }),
  response: z.looseObject({}),
  ttl: ttl.optional(),
  tag: tag.optional(),
});

/** One line of an import. What is wrong with it is told without quoting it. */
export function parseImportLine(text: string): PreloadLine | Problem {
  const value = parsedJson(text);
  if (value === undefined) return { problem: 'not JSON' };
  const curated = typeof value === 'object' && value !== null && 'request' in value;
  return curated ? readCurated(value) : readExported(value);
}

function readCurated(value: unknown): CuratedAnswer | Problem {
  const { data, error } = curatedLine.safeParse(value);
  if (data === undefined) return problemOf(error, 'the line');
  const { host, path, headers, body } = data.request;
  return {
    kind: 'curated',
    host,
    path,
    headers: new Map(Object.entries(headers).map(([name, header]) => [name.toLowerCase(), header])),
    request: Buffer.from(JSON.stringify(body)),
    response: Buffer.from(JSON.stringify(data.response)),
    ttlMs: data.ttl,
    tag: data.tag,
  };
}

function readExported(value: unknown): ExportedEntry | Problem {
  const { data, error } = exportedLine.safeParse(value);
  if (data === undefined) return problemOf(error, 'the line');
  const { text: comparedText, tag: given, answer, id, partition, policy, dialect, model } = data;
  const { createdAt, expiresAt, upstreamMs } = data;
  const { form, body, usage } = answer;
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.base64, 'base64');
  const completion = { form, body: bytes, usage };
  const head = { id, partition, policy, dialect, model, comparedText, tag: given, createdAt, expiresAt, upstreamMs };
  return { kind: 'exported', entry: { ...head, completion } };
}
