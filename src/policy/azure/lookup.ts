import { similarityOf, type LookupSettings } from '../../core/policy';
import type { Computed } from '../computed';
import type { Share } from '../sources';
import type { Element } from './element';
import { checkBackend, readCount, readDistance, readFlag } from './lookup-attributes';
import type { OwnNode } from './node';
import { checkAttributes, type Reading } from './reading';
import { identityOf, readVaryBys, shareOf } from './vary-by';
import type { Written } from './written';

const ATTRIBUTES = [
  'score-threshold',
  'embeddings-backend-id',
  'embeddings-backend-auth',
  'ignore-system-messages',
  'max-message-count',
];
/** What a lookup says. */
interface ReadLookup {
  readonly lookup: LookupSettings;
  /** The score-threshold. */
  readonly distance: { readonly value: number; readonly written: Written };
  readonly varied: readonly Computed<string | null>[];
  readonly share: Share;
}

/** `undefined` when it is not a whole lookup; the findings then say why. */
export function readLookup(element: Element, reading: Reading): OwnNode | undefined {
  reading.progress.pastLookup = true;
  const read = readLookupParts(element, reading);
  if (read === undefined) return undefined;
  const { lookup, distance, varied, share } = read;
  const identity = identityOf(varied, share, reading);
  const says = describe(lookup, distance.written, varied, share);
  const { name, place } = element;
  return { kind: 'lookup', name, place, owner: reading.owner, step: { kind: 'lookup', lookup, identity }, says };
}

/** The same before it becomes a step. */
export function readLookupParts(element: Element, reading: Reading): ReadLookup | undefined {
  checkAttributes(element, ATTRIBUTES, reading);
  checkBackend(element, reading);
  const distance = readDistance(element, reading);
  const ignoreSystemMessages = readFlag(element, reading);
  const maxMessageCount = readCount(element, reading);
  const varyBys = readVaryBys(element, reading);
  if (distance === undefined) return undefined;
  const share = shareOf(element, varyBys, reading);
  const varied = varyBys.map(({ value }) => value);
  const { verify, bound, candidates, coalesceMs, directives, shadow, cachedTokens, paceMs } = reading.azure.defaults;
  const lookup: LookupSettings = {
    minSimilarity: similarityOf(distance.value),
    semantic: true,
    ignoreSystemMessages,
    maxMessageCount,
    verify,
    bound,
    candidates,
    coalesceMs,
    directives,
    shadow,
    cachedTokens,
    paceMs,
  };
  return { lookup, distance, varied, share };
}

function describe(
  lookup: LookupSettings,
  distance: Written,
  varied: readonly Computed<string | null>[],
  share: Share,
): string {
  const per = varied.map(({ source }) => `vary-by ${source}`);
  if (share === 'credential') per.push('credential of the caller');
  return [
    `lookup: semantic hit at similarity >= ${lookup.minSimilarity} (score-threshold ${distance.shown}), ` +
      `verify ${lookup.verify}` +
      (lookup.bound === undefined ? '' : `, at most ${lookup.bound.maxFalseHitRate} of them false`),
    per.length === 0 ? 'shared by all callers' : `per ${per.join(' and ')}`,
    lookup.ignoreSystemMessages ? 'system messages ignored' : 'system messages compared',
    ...(lookup.maxMessageCount === undefined ? [] : [`at most ${counted(lookup.maxMessageCount)}`]),
    ...(lookup.shadow ? ['reported only, never served'] : []),
  ].join('; ');
}

function counted(messages: number): string {
  return messages === 1 ? '1 message' : `${messages} messages`;
}
