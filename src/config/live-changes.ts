import { isDeepStrictEqual } from 'node:util';
import type { Settings } from './settings';

/** What a reload does to a running process. */
export interface LiveChanges {
  /** The running settings with every change that can be made while running. */
  readonly settings: Settings;
  /** Keys that changed and apply at once, as users write them. */
  readonly applied: readonly string[];
  /** Keys that changed and wait for a restart. */
  readonly needRestart: readonly string[];
}

/** Separates what a running process can take over from what it cannot. Pure. */
export function liveChanges(running: Settings, wanted: Settings): LiveChanges {
  const settings: Settings = Object.freeze({
    ...running,
    policies: wanted.policies,
    policiesAreDefault: wanted.policiesAreDefault,
    azure: wanted.azure,
    apis: wanted.apis,
    callers: wanted.callers,
    headers: wanted.headers,
    log: Object.freeze({ ...running.log, level: wanted.log.level }),
    prices: wanted.prices,
    credentialHeaders: wanted.credentialHeaders,
    limits: Object.freeze({ ...running.limits, lookupBudgetMs: wanted.limits.lookupBudgetMs }),
  });
  return { settings, applied: differences(running, settings), needRestart: differences(settings, wanted) };
}

/** Paths of the values that differ, in kebab-case; a list counts as one value. */
function differences(a: object, b: object, prefix = ''): readonly string[] {
  const other = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).flatMap(([key, value]: [string, unknown]) => {
    // Users write the keys of a connection among the store's.
    const path = key === 'connection' ? prefix.replace(/\.$/, '') : `${prefix}${userKey(key)}`;
    // Follows from `policies`.
    if (isDeepStrictEqual(value, other.get(key)) || key === 'policiesAreDefault') return [];
    const next = other.get(key);
    const isLeaf = !isSection(value) || !isSection(next) || LEAVES.includes(key);
    return isLeaf ? [path] : differences(value, next, `${path}.`);
  });
}

/** One thing to a user, though it has parts. */
const LEAVES = ['address', 'azure', 'callers'];

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `lookupBudgetMs` is `lookup-budget` to a user. */
function userKey(key: string): string {
  return key.replace(/Ms$/, '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
