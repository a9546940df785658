import type { LogFormat, LogLevel } from '../core/log-level';
import type { ApiSettings, AzurePolicies, CallerSettings, NativePolicy } from '../policy/sources';
import type { PromptsKept } from '../core/prompts';

/** A TCP address. `port` 0 lets the system choose. */
export interface TcpAddress {
  readonly kind: 'tcp';
  /** Host name or IP address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A Unix socket by absolute path. */
export interface UnixAddress {
  readonly kind: 'unix';
  readonly path: string;
}

export type ListenAddress = TcpAddress | UnixAddress;

/** TLS of the ext_proc service. Paths are of PEM files. */
export interface TlsSettings {
  /** Our certificate, and those between it and its authority. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of which a client needs a certificate; `undefined`: clients need none. */
  readonly clientCaFile: string | undefined;
}

/** Where Envoy reaches the ext_proc service. */
export interface ListenSettings {
  readonly address: ListenAddress;
  /** File mode of a Unix socket, such as 0o660. */
  readonly socketMode: number;
  /** `undefined`: in the clear. */
  readonly tls: TlsSettings | undefined;
}

/** The operator's HTTP endpoint. Paths are of files; `undefined`: not given. docs/security.md says who may do what. */
export interface AdminSettings {
  readonly address: TcpAddress;
  /** Token with every right. */
  readonly tokenFile: string | undefined;
  /** Token that reads, and changes nothing. */
  readonly readTokenFile: string | undefined;
  /** Token that sees numbers and policies only. */
  readonly viewTokenFile: string | undefined;
  /** `undefined`: in the clear. */
  readonly tls: AdminTlsSettings | undefined;
  /** File to which changes are appended besides the log. */
  readonly auditFile: string | undefined;
}

/** TLS of the admin address. Whoever has a certificate of `clientCaFile` may view. */
export interface AdminTlsSettings extends TlsSettings {
  /** Names in certificates (DNS or URI) whose owners may read. */
  readonly readers: readonly string[];
  /** Names in certificates whose owners may read and change. */
  readonly changers: readonly string[];
}

/** Where spans go. */
export interface TracingSettings {
  /** URL of an OTLP/HTTP receiver of traces; `undefined`: there are no spans. */
  readonly endpoint: string | undefined;
  /** File with headers for it, a line "name: value" each. */
  readonly headersFile: string | undefined;
  /** Share of exchanges that get a span where no caller has decided, 0 to 1. */
  readonly rootShare: number;
  readonly serviceName: string;
}

/** Prices of models, per million tokens. */
export interface PriceSettings {
  /** ISO 4217. */
  readonly currency: string;
  /** When the prices of `models` were looked up, YYYY-MM-DD. */
  readonly asOf: string | undefined;
  /** Tried before the shipped ones. */
  readonly models: readonly ModelPrice[];
  /** Whether the shipped ones (USD) apply to other models. */
  readonly shipped: boolean;
}

export interface ModelPrice {
  /** Name of a model, with "*" for any characters. */
  readonly model: string;
  readonly prompt: number;
  readonly completion: number;
}

export interface EmbeddingSettings {
  /** Folder of the model. */
  readonly model: string;
  /** Worker threads that run the model. */
  readonly threads: number;
  /** Texts that one run of the model takes at most. */
  readonly maxBatch: number;
  /** Texts that may wait; further ones are refused. */
  readonly queue: number;
  /** Vectors of recent texts that are kept; 0: none. */
  readonly memoEntries: number;
}

/** The second opinion on candidates that the verifier let pass. */
export interface VerifySettings {
  /** Folder of the model; `undefined`: there is none. */
  readonly model: string | undefined;
  /** Worker threads that run the model. */
  readonly threads: number;
  /** Pairs that may wait; further ones are refused. */
  readonly queue: number;
}

/** Keys with which answers and texts are encrypted at rest. */
export interface EncryptionSettings {
  /** Directory with a file for each key, named by the key's id. */
  readonly keys: string;
  /** Id of the key that encrypts; the others only decrypt. */
  readonly active: string;
}

/** What every kind of store has. */
interface CommonStoreSettings {
  readonly prompts: PromptsKept;
  /** `undefined`: not encrypted. */
  readonly encryption: EncryptionSettings | undefined;
}

/** The embedded store: one directory of this machine. */
export interface EmbeddedStoreSettings extends CommonStoreSettings {
  readonly kind: 'embedded';
  /** Directory. */
  readonly path: string;
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** How to reach a cluster and who we are to it. Paths are of files; `undefined` is "not given". */
export interface ElasticsearchConnectionSettings {
  /** URLs; none when `cloudId` says where. */
  readonly nodes: readonly string[];
  readonly cloudId: string | undefined;
  readonly apiKeyFile: string | undefined;
  readonly bearerTokenFile: string | undefined;
  readonly username: string | undefined;
  readonly passwordFile: string | undefined;
  /** PEM bundle of the authorities that are trusted. */
  readonly caFile: string | undefined;
  /** SHA-256 of the authority's certificate, hex. */
  readonly caFingerprint: string | undefined;
  readonly clientCertFile: string | undefined;
  readonly clientKeyFile: string | undefined;
}

/** `flat` compares exactly; the others are graphs over quantised vectors, re-scored with the exact ones. */
export const INDEX_TYPES = ['bbq_hnsw', 'int8_hnsw', 'flat'] as const;
export type IndexType = (typeof INDEX_TYPES)[number];

/** The shared store: indices of an Elasticsearch cluster. */
export interface ElasticsearchStoreSettings extends CommonStoreSettings {
  readonly kind: 'elasticsearch';
  readonly connection: ElasticsearchConnectionSettings;
  /** What the names of all our indices and aliases begin with. */
  readonly indexPrefix: string;
  readonly indexType: IndexType;
  /** Primary shards of a new index; 0: as the cluster decides. */
  readonly shards: number;
  /** Copies of each shard of a new index: a number, a range ("0-1"), or `cluster`: as the cluster decides. */
  readonly replicas: string;
  /** How soon new entries are found by meaning. */
  readonly refreshIntervalMs: number;
  /** Candidates that each shard compares. */
  readonly numCandidates: number;
  /** File with the key of the partition hash, the same for all replicas. */
  readonly partitionKeyFile: string;
  /** Bounds that the sweeper holds; 0: none. */
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** Which store keeps the entries; told apart by `kind`. */
export type EntryStoreSettings = EmbeddedStoreSettings | ElasticsearchStoreSettings;

export interface SweeperSettings {
  readonly intervalMs: number;
  /** Entries removed in one step. */
  readonly batch: number;
}

export interface LimitSettings {
  /** Bytes; a larger request bypasses the cache. */
  readonly requestBody: number;
  /** Bytes as they travel; a larger response is not kept. */
  readonly responseBody: number;
  /** Bytes that all answers under way may take while they are copied; a further one is not kept. */
  readonly captureMemory: number;
  /** What one lookup may take before the call goes to the upstream. */
  readonly lookupBudgetMs: number;
  /** Answers waiting to be written. */
  readonly writeQueue: number;
  /** Bytes of the answers waiting to be written. */
  readonly writeQueueBytes: number;
  /** Bodies of more bytes than this are worked on off the event loop. */
  readonly offloadBody: number;
  /** Envoy's `max_message_timeout`: how far a wait may be extended. */
  readonly maxMessageTimeoutMs: number;
  /** How long a stop waits for exchanges under way. */
  readonly drainMs: number;
}

export interface HeaderSettings {
  /** Whether responses carry Cache-Status, Age and our own headers. */
  readonly enabled: boolean;
}

export interface LogSettings {
  readonly level: LogLevel;
  /** `pretty` is for people. */
  readonly format: LogFormat;
}

/** The whole configuration: validated, in base units, frozen. docs/configuration.md explains each key. */
export interface Settings {
  readonly listen: ListenSettings;
  readonly admin: AdminSettings;
  readonly embedding: EmbeddingSettings;
  readonly verify: VerifySettings;
  readonly store: EntryStoreSettings;
  readonly sweeper: SweeperSettings;
  readonly limits: LimitSettings;
  readonly headers: HeaderSettings;
  /** Request headers that say who the caller is, lower case. */
  readonly credentialHeaders: readonly string[];
  readonly log: LogSettings;
  /** In order; the first that covers a request applies. Those of policy files are behind those of the configuration. */
  readonly policies: readonly NativePolicy[];
  /** Nobody has written a policy: `policies` is the one that applies then. */
  readonly policiesAreDefault: boolean;
  /** Tried before `policies`. */
  readonly azure: AzurePolicies | undefined;
  readonly apis: readonly ApiSettings[];
  readonly callers: CallerSettings;
  readonly annotations: AnnotationSettings;
  /** `undefined`: there is none. */
  readonly judge: JudgeSettings | undefined;
  readonly tracing: TracingSettings;
  readonly prices: PriceSettings;
}

export interface AnnotationSettings {
  /** File of a Downward API volume with the pod's annotations; `undefined`: none are read. */
  readonly file: string | undefined;
}

/** A model that is asked whether two answers say the same. */
export interface JudgeSettings {
  /** An endpoint that speaks Chat Completions. */
  readonly url: string;
  readonly model: string;
  /** File with the key that is sent as a bearer token; `undefined`: none is. */
  readonly apiKeyFile: string | undefined;
  readonly timeoutMs: number;
}
