import type { Settings } from '../config/settings';
import type { PodPolicy } from '../config/annotations/pod-policy';

/** Something that Envoy has to tell for a policy to work. */
export interface Need {
  readonly name: string;
  /** Who needs it: a policy, or a key of the configuration. */
  readonly by: string;
}

/** What policies and callers read of a call that Envoy only tells when it is asked to. */
export interface PolicyNeeds {
  /** Of `request_attributes`. */
  readonly attributes: readonly Need[];
  /** Of `metadata_options.forwarding_namespaces.untyped`. */
  readonly namespaces: readonly Need[];
  /** Request headers, lower case. */
  readonly headers: readonly Need[];
  /** Whether a policy waits for identical calls. */
  readonly coalesces: boolean;
}

/** @param said the pod's own policies */
export function policyNeeds(settings: Settings, said: PodPolicy): PolicyNeeds {
  const sources = [...callerSources(settings), ...policySources(settings, said)];
  const credentials = settings.credentialHeaders.map((name) => ({ name, by: 'credential-headers' }));
  const native = [...settings.policies, ...(said.kind === 'native' ? [said.policy] : [])];
  return {
    attributes: distinct(sources.flatMap(({ text, by }) => named(attributesIn(text), by))),
    namespaces: distinct(sources.flatMap(({ text, by }) => named(namespacesIn(text), by))),
    headers: distinct([...credentials, ...sources.flatMap(({ text, by }) => named(headersIn(text), by))]),
    coalesces:
      native.some(({ lookup }) => (lookup?.coalesceMs ?? 0) > 0) || (settings.azure?.defaults.coalesceMs ?? 0) > 0,
  };
}

/** No configuration, no needs. */
export const NO_NEEDS: PolicyNeeds = { attributes: [], namespaces: [], headers: [], coalesces: false };

/** A source of values, a condition or a document, and whose it is. */
interface Source {
  readonly text: string;
  readonly by: string;
}

function callerSources({ callers }: Settings): readonly Source[] {
  const of = (key: string, texts: readonly string[]): readonly Source[] =>
    texts.map((text) => ({ text, by: `callers.${key}` }));
  return [
    ...of('subscription-from', callers.subscriptionFrom),
    ...of('user-from', callers.userFrom),
    ...of('product-from', callers.productFrom),
  ];
}

function policySources({ policies, azure }: Settings, said: PodPolicy): readonly Source[] {
  const native = [...policies, ...(said.kind === 'native' ? [said.policy] : [])];
  const documents = [
    azure?.global,
    ...[azure?.products, azure?.apis, azure?.operations, azure?.fragments].flatMap((some) => Object.values(some ?? {})),
    ...(said.kind === 'azure' ? [said.document] : []),
  ];
  return [
    ...native.flatMap(({ name, when, lookup, store }) =>
      [...(lookup?.varyBy ?? []), cel(when), cel(store?.when), store?.ttl]
        .filter((text) => typeof text === 'string')
        .map((text) => ({ text, by: `policy ${name}` })),
    ),
    ...documents.flatMap((document) => (document === undefined ? [] : [{ text: document.text, by: document.file }])),
  ];
}

function cel(condition: string | undefined): string | undefined {
  return condition === undefined ? undefined : `cel:${condition}`;
}

function attributesIn(text: string): readonly string[] {
  const ip = text === 'ip' || /\brequest\.ip\b/.test(text) || /\bContext\.Request\.IpAddress\b/i.test(text);
  return [...(ip ? ['source.address'] : []), ...(text === 'spiffe' ? ['connection.uri_san_peer_certificate'] : [])];
}

function namespacesIn(text: string): readonly string[] {
  const source = /^metadata:([^/]+)\//.exec(text)?.[1];
  const inCel = text.startsWith('cel:') ? [...text.matchAll(/\bmetadata\[\s*["']([^"']+)["']\s*\]/g)] : [];
  return [...(source === undefined ? [] : [source]), ...inCel.flatMap(([, name]) => name ?? [])];
}

function headersIn(text: string): readonly string[] {
  const header = /^header:(.+)$/.exec(text)?.[1];
  if (header !== undefined) return [header.toLowerCase()];
  if (text === 'bearer' || text.startsWith('jwt:')) return ['authorization'];
  return text === 'xfcc' ? ['x-forwarded-client-cert'] : [];
}

function named(names: readonly string[], by: string): readonly Need[] {
  return names.map((name) => ({ name, by }));
}

function distinct(needs: readonly Need[]): readonly Need[] {
  return [...new Map(needs.map((need) => [need.name, need])).values()];
}
