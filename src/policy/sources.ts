import type { DialectChoice } from '../core/dialect';
import type { LookupSettings, MatchSettings, StoreSettings } from '../core/policy';

/**
 * Policies as validated configuration gives them: plain data in three ways of writing (native, Azure's XML, a pod's annotations), which
 * `compilePolicies` turns into one model.
 */
export interface PolicySources {
  /** In order; the first that covers a request applies. */
  readonly native: readonly NativePolicy[];
  /** Tried before the native ones. */
  readonly azure: AzurePolicies | undefined;
  readonly apis: readonly ApiSettings[];
  readonly callers: CallerSettings;
  /** Request headers that say who the caller is, lower case. */
  readonly credentialHeaders: readonly string[];
}

/** Whose entries a call may be answered from: its own credential's, those of its `varyBy` values, or all. */
export const SHARES = ['credential', 'varyBy', 'everyone'] as const;
export type Share = (typeof SHARES)[number];

/** One policy in the native form. */
export interface NativePolicy {
  readonly name: string;
  /** Where it is written, for messages: "policies[0]", "support.yaml". */
  readonly at: string;
  readonly match: MatchSettings;
  readonly dialect: DialectChoice;
  /** A CEL condition on the request; `undefined`: always. */
  readonly when: string | undefined;
  /** `undefined`: nothing is looked up. */
  readonly lookup: NativeLookup | undefined;
  /** `undefined`: nothing is stored. */
  readonly store: NativeStore | undefined;
  readonly share: Share;
  /** Percentage of calls that are looked up, 0 to 100. */
  readonly sample: number;
}

export interface NativeLookup extends LookupSettings {
  /** What parts the entries: a value source such as "header:x-tenant" or "jwt:sub", or "cel:EXPRESSION". */
  readonly varyBy: readonly string[];
}

export interface NativeStore extends Omit<StoreSettings, 'durationSeconds'> {
  /** Seconds, or "cel:EXPRESSION" that gives them. */
  readonly ttl: number | string;
  /** By up to this fraction of it a TTL is shortened at random, so that entries do not expire together. */
  readonly ttlJitter: number;
  /** A CEL condition on request and response; `undefined`: always. */
  readonly when: string | undefined;
}

/** A policy document (or fragment) of Azure API Management, as its author wrote it. */
export interface PolicyDocument {
  /** For messages. */
  readonly file: string;
  readonly text: string;
}

/** Azure's documents by scope. An API is named by its id, an operation by "API/OPERATION". */
export interface AzurePolicies {
  readonly global: PolicyDocument | undefined;
  readonly products: Readonly<Record<string, PolicyDocument>>;
  readonly apis: Readonly<Record<string, PolicyDocument>>;
  readonly operations: Readonly<Record<string, PolicyDocument>>;
  readonly fragments: Readonly<Record<string, PolicyDocument>>;
  readonly namedValues: Readonly<Record<string, string>>;
  /** `embeddings-backend-id` to the name of a local model. Empty: every id is the one model. */
  readonly embeddingsBackends: Readonly<Record<string, string>>;
  /** Policies that the cache does not execute are errors. */
  readonly strict: boolean;
  readonly defaults: AzureDefaults;
  /** The global document is by itself for these requests, whatever API they belong to. */
  readonly alone: { readonly name: string; readonly match: MatchSettings } | undefined;
}

/** What Azure's documents cannot say. */
export interface AzureDefaults extends Pick<
  LookupSettings,
  'verify' | 'bound' | 'candidates' | 'coalesceMs' | 'directives' | 'shadow' | 'cachedTokens' | 'paceMs'
> {
  readonly dialect: DialectChoice;
  /** `undefined`: by `vary-by` where a lookup has one, by credential where it has none. */
  readonly share: Share | undefined;
  readonly toolCalls: boolean;
  readonly refusals: boolean;
  readonly maxBytes: number | undefined;
  readonly ttlJitter: number;
}

/** An API as conditions see it (`context.Api`, `api.id`), and the requests that are its own. */
export interface ApiSettings {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Host names as in `match`; empty: any. */
  readonly hosts: readonly string[];
  /** Path prefix, "" for none: what Azure calls the API URL suffix. */
  readonly path: string;
  /** In order; the first whose method and template match is the call's. */
  readonly operations: readonly OperationSettings[];
}

export interface OperationSettings {
  readonly id: string;
  readonly name: string;
  /** Upper case; "*" for any. */
  readonly method: string;
  /** Below the API's path, such as "/deployments/{deployment-id}/chat/completions". */
  readonly urlTemplate: string;
}

/** How it is told who calls. Sources are tried in order; the first that gives a value counts. */
export interface CallerSettings {
  readonly subscriptionFrom: readonly string[];
  readonly userFrom: readonly string[];
  readonly productFrom: readonly string[];
  readonly subscriptions: readonly SubscriptionSettings[];
  readonly products: readonly ProductSettings[];
  readonly users: readonly UserSettings[];
}

export interface SubscriptionSettings {
  readonly id: string;
  readonly name: string;
  /** SHA-256, hex, of the values (keys) that name this subscription. */
  readonly keySha256: readonly string[];
  /** Values that name it and are no secret, such as a SPIFFE id. */
  readonly values: readonly string[];
  readonly product: string | undefined;
  readonly user: string | undefined;
}

export interface ProductSettings {
  readonly id: string;
  readonly name: string;
}

export interface UserSettings {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly groups: readonly string[];
}
