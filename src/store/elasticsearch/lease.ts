import { randomUUID } from 'node:crypto';
import type { Client } from '@elastic/elasticsearch';
import type { Clock } from '../../core/clock';
import type { Lease } from '../../core/lease';
import { errorType } from './failure';

const ID = 'sweeper-lease';

export interface LeaseOptions {
  readonly client: Client;
  /** Index that holds the lease document. */
  readonly index: string;
  readonly clock: Clock;
  /** Whoever has not renewed it for this long has lost it. Several times the interval of renewals. */
  readonly ttlMs: number;
}

interface Token {
  readonly if_seq_no: number;
  readonly if_primary_term: number;
}

/** A version of the document as somebody else wrote it, and since when we have seen no newer one (monotonic ms). */
interface Observed {
  readonly token: Token;
  readonly since: number;
}

/**
 * A lease in a document, by compare-and-swap. Another process's lease counts as lost when its document has not changed for `ttlMs` of
 * our own clock: no two clocks are ever compared, so one that is wrong does no harm.
 */
export function createLease({ client, index, clock, ttlMs }: LeaseOptions): Lease {
  const holder = randomUUID();
  let ours: Token | undefined;
  let theirs: Observed | undefined;

  /** Undefined: somebody else was faster. */
  async function write(over: Token | undefined): Promise<Token | undefined> {
    try {
      const condition = over ?? { op_type: 'create' as const };
      const written = await client.index({ index, id: ID, document: { holder, ttl_ms: ttlMs }, ...condition });
      return tokenOf(written);
    } catch (error) {
      if (errorType(error) === 'version_conflict_engine_exception') return undefined;
      throw error;
    }
  }

  async function observe(): Promise<void> {
    const found = await client.get<{ holder: string }>({ index, id: ID }, { ignore: [404] });
    const token = tokenOf(found);
    if (token === undefined) theirs = undefined;
    // Written by us after all: only the answer was lost.
    else if (found._source?.holder === holder) ours = token;
    else if (theirs?.token.if_seq_no !== token.if_seq_no || theirs.token.if_primary_term !== token.if_primary_term) {
      theirs = { token, since: clock.monotonic() };
    }
  }

  function lapsed(): Token | undefined {
    return theirs !== undefined && clock.monotonic() - theirs.since >= ttlMs ? theirs.token : undefined;
  }

  return {
    async hold() {
      ours = await write(ours ?? lapsed());
      if (ours === undefined) await observe();
      return ours !== undefined;
    },
    async release() {
      const token = ours;
      ours = undefined;
      if (token !== undefined) await client.delete({ index, id: ID, ...token }, { ignore: [404, 409] });
    },
  };
}

function tokenOf({ _seq_no, _primary_term }: { _seq_no?: number; _primary_term?: number }): Token | undefined {
  if (_seq_no === undefined || _primary_term === undefined) return undefined;
  return { if_seq_no: _seq_no, if_primary_term: _primary_term };
}
