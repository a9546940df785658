import { Document } from 'yaml';
import { CLIENT_DIRECTIVES, type BoundSettings, type DirectiveSettings } from '../../core/policy';
import type { AzureDefaults } from '../sources';
import { TRUE, type Condition } from './condition';
import type { LookupWhen, StoreWhen } from './policies';

export interface NativeForm {
  readonly name: string;
  /** Of the document. */
  readonly file: string;
  /** What the reader has to know. */
  readonly notes: readonly string[];
  readonly lookup: LookupWhen | undefined;
  readonly store: StoreWhen | undefined;
  readonly defaults: AzureDefaults;
}

/** A policy file with one policy; what is as by default is left out. */
export function writeYaml(form: NativeForm): string {
  const { name, lookup, store, defaults } = form;
  const policy = {
    name,
    ...(defaults.dialect !== 'by-path' && { dialect: defaults.dialect }),
    ...(lookup && { ...when(lookup.when), lookup: lookupTree(lookup) }),
    ...(store && { store: storeTree(store, defaults) }),
    ...(lookup && { share: lookup.share, ...restOf(defaults) }),
  };
  const document = new Document({ policies: [policy] });
  const notes = readsMembers(policy) ? [...form.notes, NULL_MEMBERS] : form.notes;
  document.commentBefore = [`Converted from ${form.file}.`, ...new Set(notes)].map((line) => ` ${line}`).join('\n');
  return document.toString({ lineWidth: 0 });
}

const NULL_MEMBERS = 'a member of the body that is null counts as one that is not there';

function readsMembers(policy: object): boolean {
  return / in (?:request|response)\.body/.test(JSON.stringify(policy));
}

function when({ text }: Condition): { readonly when?: string } {
  return text === TRUE.text ? {} : { when: text };
}

function lookupTree({ settings, distance, varyBy }: LookupWhen): Record<string, unknown> {
  const { ignoreSystemMessages, maxMessageCount, verify, candidates } = settings;
  return {
    scoreThreshold: distance,
    ...(ignoreSystemMessages && { ignoreSystemMessages }),
    ...(maxMessageCount !== undefined && { maxMessageCount }),
    ...(varyBy.length > 0 && { varyBy }),
    ...(verify !== 'standard' && { verify }),
    ...(candidates !== 5 && { candidates }),
  };
}

function storeTree({ ttl, when: holds }: StoreWhen, defaults: AzureDefaults): object {
  const { ttlJitter, maxBytes, toolCalls, refusals } = defaults;
  return {
    ttl,
    ...when(holds),
    ...(ttlJitter !== 0 && { ttlJitter }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(toolCalls && { toolCalls }),
    ...(refusals && { refusals }),
  };
}

function restOf({
  directives,
  coalesceMs,
  cachedTokens,
  paceMs,
  shadow,
  bound,
}: AzureDefaults): Record<string, unknown> {
  return {
    ...directivesTree(directives),
    ...(coalesceMs !== 0 && { coalesce: `${coalesceMs}ms` }),
    ...(cachedTokens && { cachedTokens }),
    ...(paceMs !== 0 && { pace: `${paceMs}ms` }),
    ...(shadow && { shadow }),
    ...(bound && boundTree(bound)),
  };
}

function boundTree({ maxFalseHitRate, confidence, checkShare, youngShare, recheckNeighbours }: BoundSettings): object {
  const percent = (share: number): number => Number((share * 100).toFixed(6));
  const checks = { share: percent(checkShare), youngShare: percent(youngShare), confidence, recheckNeighbours };
  return { maxFalseHitRate, checks };
}

function directivesTree({ allowed, maxAgeAtLeast, minFreshAtMost }: DirectiveSettings): Record<string, unknown> {
  const bounds = {
    ...(maxAgeAtLeast !== 0 && { maxAgeAtLeast }),
    ...(minFreshAtMost !== undefined && { minFreshAtMost }),
  };
  const all = CLIENT_DIRECTIVES.every((each) => allowed.includes(each));
  if (all && Object.keys(bounds).length === 0) return {};
  if (allowed.length === 0) return { clientDirectives: false };
  return { clientDirectives: { ...(!all && { allowed: [...allowed] }), ...bounds } };
}
