import type { LogLevel } from '../core/log-level';
import type { PolicySettings } from '../core/policy';

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

/** Where Envoy reaches the ext_proc service. */
export interface ListenSettings {
  readonly address: ListenAddress;
  /** File mode of a Unix socket, such as 0o660. */
  readonly socketMode: number;
}

export interface AdminSettings {
  readonly address: TcpAddress;
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

/** The embedded store: one directory of this machine. */
export interface EmbeddedStoreSettings {
  readonly kind: 'embedded';
  /** Directory. */
  readonly path: string;
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** Which store keeps the entries; told apart by `kind`. */
export type EntryStoreSettings = EmbeddedStoreSettings;

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
}

/** The whole configuration: validated, in base units, frozen. docs/configuration.md explains each key. */
export interface Settings {
  readonly listen: ListenSettings;
  readonly admin: AdminSettings;
  readonly embedding: EmbeddingSettings;
  readonly store: EntryStoreSettings;
  readonly sweeper: SweeperSettings;
  readonly limits: LimitSettings;
  readonly headers: HeaderSettings;
  /** Request headers that say who the caller is, lower case. */
  readonly credentialHeaders: readonly string[];
  readonly log: LogSettings;
  /** In order; the first that covers a request applies. */
  readonly policies: readonly PolicySettings[];
}
