import type { PromptsKept } from './prompts';
/**
 * What somebody may do at the admin address, each including the ones before: `view` numbers, policies and changes, none of which
 * hold a prompt or an answer; `read` entries, with what they hold, and have calls explained; `change` entries and settings.
 */
export const RIGHTS = ['view', 'read', 'change'] as const;
export type Right = (typeof RIGHTS)[number];

/** Why a request to the admin address was turned away before anybody looked at what it wants. */
export const ADMIN_REFUSALS = ['wrong-token', 'no-right', 'foreign-host', 'foreign-origin', 'form-body'] as const;
export type AdminRefusal = (typeof ADMIN_REFUSALS)[number];

/** What the caller of GET /access may do. */
export interface Access {
  readonly rights: readonly Right[];
  /** Such as "token-file", "certificate ops.example.com", "anybody on this machine". */
  readonly who: string;
  /** How prompts are kept: only in the clear can they be shown and searched. */
  readonly prompts: PromptsKept;
}

/** Who changed what, when; one line of the audit log, and an element of GET /audit. */
export interface AuditRecord {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly who: string;
  /** Of the connection. */
  readonly from: string;
  readonly action: 'purge' | 'import' | 'feedback' | 'log-level';
  /** What was meant: filters, an entry's id, a level. No prompt, no answer. */
  readonly what: Readonly<Record<string, unknown>>;
  readonly result: 'done' | 'refused' | 'failed';
  /** Numbers that came of it. */
  readonly outcome: Readonly<Record<string, unknown>>;
}

/** An element of GET /entries/search. Times are milliseconds since the epoch. */
export interface EntrySummary {
  readonly id: string;
  readonly partition: string;
  readonly policy: string;
  readonly dialect: string;
  readonly model: string;
  readonly tag?: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly upstreamMs: number;
  /** The compared text; only where the store keeps it in the clear. */
  readonly text?: string;
  /** Hits that this process served from it since its start, of the entries that it remembers. */
  readonly hits: number;
}

/** GET /entries/search */
export interface EntryPage {
  readonly entries: readonly EntrySummary[];
  /** Give it as `after` for the next page; absent: there is none. */
  readonly after?: string;
}

/** GET /entries/one */
export interface EntryDetails extends EntrySummary {
  readonly answer: string;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  /** Nearest first, without the entry itself; absent where the text is not kept in the clear, or has no vector. */
  readonly neighbours?: readonly (Pick<EntrySummary, 'id' | 'createdAt' | 'expiresAt' | 'text'> & {
    readonly similarity: number;
  })[];
}
