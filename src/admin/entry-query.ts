import { isKey, KEY_RULE } from '../cache/partition';
import type { EntryFilter } from '../core/entry';
import type { EntryPlace } from '../core/entry-order';
import { parseDuration } from '../core/units';

/** What is wrong with a query, for people. */
export interface Problem {
  readonly problem: string;
}

export interface PurgeRequest {
  readonly filter: EntryFilter;
  readonly dryRun: boolean;
}

/** What people look for. */
export interface SearchRequest {
  readonly filter: EntryFilter;
  /** In the compared text, whatever the case. */
  readonly text: string | undefined;
  /** Entries at most. */
  readonly limit: number;
  /** `undefined`: from the beginning. */
  readonly after: EntryPlace | undefined;
  /** Also such as have expired and are not swept yet. */
  readonly expired: boolean;
}

const FILTERS = ['id', 'partition', 'policy', 'model', 'tag', 'older-than'] as const;
const [DEFAULT_LIMIT, MOST] = [50, 200];
const TAG_RULE = 'tag: must be 1 to 100 characters without spaces around them';

/** @param now wall clock, ms since the epoch */
export function readExportQuery(query: string, now: number): EntryFilter | Problem {
  const given = parameters(query, FILTERS);
  return 'problem' in given ? given : filterOf(given.values, now);
}

/** @param now wall clock, ms since the epoch */
export function readSearchQuery(query: string, now: number): SearchRequest | Problem {
  const given = parameters(query, [...FILTERS, 'text', 'limit', 'after', 'expired']);
  if ('problem' in given) return given;
  const { values } = given;
  const one = (name: string): string | undefined => values.get(name)?.[0];
  const expired = flag(values, 'expired');
  if (typeof expired !== 'boolean') return expired;
  const limit = Number(one('limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    return { problem: `limit: must be a number from 1 to ${MOST}` };
  const place = one('after');
  const after = place === undefined ? undefined : placeOf(place);
  if (place !== undefined && after === undefined) return { problem: 'after: must be what the page before said' };
  const filter = filterOf(values, now);
  return 'problem' in filter ? filter : { filter, text: one('text'), limit, after, expired };
}

/** A place as it stands in URLs. */
export function placeText({ createdAt, partition, id }: EntryPlace): string {
  return [createdAt, partition, id].join('.');
}

function placeOf(text: string): EntryPlace | undefined {
  const [time = '', partition = '', id = '', ...more] = text.split('.');
  const valid = /^\d{1,16}$/.test(time) && isKey(partition) && isKey(id) && more.length === 0;
  return valid ? { createdAt: Number(time), partition, id } : undefined;
}

/** Asks for an explicit word before everything is removed. */
export function readPurgeQuery(query: string, now: number): PurgeRequest | Problem {
  const given = parameters(query, [...FILTERS, 'all', 'dry-run']);
  if ('problem' in given) return given;
  const { values } = given;
  const all = flag(values, 'all');
  const dryRun = flag(values, 'dry-run');
  if (typeof all !== 'boolean') return all;
  if (typeof dryRun !== 'boolean') return dryRun;
  const filter = filterOf(values, now);
  if ('problem' in filter) return filter;
  const filtered = Object.keys(filter).length > 0;
  if (all && filtered) return { problem: `all=true goes with none of ${FILTERS.join(', ')}` };
  if (!all && !filtered) return { problem: `say which entries: ${FILTERS.join(', ')}; or all=true for every one` };
  return { filter, dryRun };
}

/** The tag that all imported entries are to have, if any. */
export function readImportQuery(query: string): { readonly tag: string | undefined } | Problem {
  const given = parameters(query, ['tag']);
  if ('problem' in given) return given;
  const tag = given.values.get('tag')?.[0];
  return tag === undefined || isTag(tag) ? { tag } : { problem: TAG_RULE };
}

export function isTag(text: string): boolean {
  return text.length <= 100 && /^\S(?:.*\S)?$/.test(text);
}

/**
 * A misspelt, empty or doubled parameter is refused: ignoring one would widen what is meant. Only `id` may be given several
 * times.
 */
function parameters(
  query: string,
  known: readonly string[],
): { readonly values: ReadonlyMap<string, readonly string[]> } | Problem {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (!known.includes(name)) return { problem: `unknown parameter ${name}; known: ${known.join(', ')}` };
    if (value === '') return { problem: `${name}: must not be empty` };
    const before = values.get(name);
    if (before === undefined) values.set(name, [value]);
    else if (name === 'id') before.push(value);
    else return { problem: `${name}: must be given once` };
  }
  return { values };
}

function flag(values: ReadonlyMap<string, readonly string[]>, name: string): boolean | Problem {
  const value = values.get(name)?.[0];
  if (value === undefined || value === 'false') return false;
  return value === 'true' ? true : { problem: `${name}: must be true or false` };
}

function filterOf(values: ReadonlyMap<string, readonly string[]>, now: number): EntryFilter | Problem {
  const one = (name: (typeof FILTERS)[number]): string | undefined => values.get(name)?.[0];
  // No store has other ones, and one could choke on them.
  const wrongKey = (['id', 'partition'] as const).find((name) => values.get(name)?.every(isKey) === false);
  if (wrongKey !== undefined) return { problem: `${wrongKey}: ${KEY_RULE}, as the log and an export show` };
  const age = one('older-than');
  const ageMs = age === undefined ? undefined : parseDuration(age);
  if (age !== undefined && ageMs === undefined)
    return { problem: 'older-than: must be a duration such as 30m, 1h, 7d' };
  const createdBefore = ageMs === undefined ? undefined : now - ageMs;
  return withoutUndefined({
    ids: values.get('id'),
    partition: one('partition'),
    policy: one('policy'),
    model: one('model'),
    tag: one('tag'),
    createdBefore,
  });
}

function withoutUndefined(filter: { readonly [K in keyof EntryFilter]: EntryFilter[K] | undefined }): EntryFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
