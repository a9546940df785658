import { setTimeout as pause } from 'node:timers/promises';
import type { Completion } from '../core/dialect';
import type { Entry } from '../core/entry';
import { EmbedderBusyError, StoreError, UnreadableResponseError } from '../core/errors';
import type { MissReason } from '../core/reason';
import type { CacheCore, Rules } from './cache-core';
import type { StoreRuling } from '../policy/program';
import { admittedAnswer, entryOf, type Admitted } from './keep';
import { exactKeyOf } from './partition';
import { place, type Placed } from './place';
import { headOf } from './request-head';

/** Calls go first: a text waits this long, this often, for its turn at a busy embedder. */
const BUSY_PAUSE_MS = 100;
const BUSY_TRIES = 600;

/** A call and the answer that it is to get, as somebody wrote them. */
export interface CuratedAnswer {
  readonly kind: 'curated';
  /** Host and port as a client gives them. */
  readonly host: string;
  /** With query, if any. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly request: Uint8Array;
  /** One whole JSON answer of the provider's. */
  readonly response: Uint8Array;
  /** Instead of the policy's duration. */
  readonly ttlMs: number | undefined;
  readonly tag: string | undefined;
}

/** An entry that a store gave out; its vector is made anew. */
export interface ExportedEntry {
  readonly kind: 'exported';
  readonly entry: Omit<Entry, 'vector' | 'embedder'>;
}

export type PreloadLine = CuratedAnswer | ExportedEntry;

export type PreloadOutcome =
  | { readonly kind: 'put' }
  /** It has expired. */
  | { readonly kind: 'skipped' }
  /** A reason out of docs/reasons.md or docs/entries.md, and for some what to do about it. */
  | { readonly kind: 'refused'; readonly problem: string };

/** Puts entries that no call brought, as if one had. */
export interface Preload {
  /** Resolves when the entry is durable, or with why it is not put. Does not throw for what is wrong with a line or the store. */
  put(line: PreloadLine): Promise<PreloadOutcome>;
}

export function createPreload(core: CacheCore, rules: () => Rules): Preload {
  return {
    async put(line) {
      if (line.kind === 'exported' && line.entry.expiresAt <= core.clock.now()) return { kind: 'skipped' };
      try {
        const made =
          line.kind === 'curated' ? await curatedEntry(line, core, rules()) : await exportedEntry(line.entry, core);
        if ('problem' in made) return { kind: 'refused', problem: made.problem };
        await core.store.put(made);
        return { kind: 'put' };
      } catch (error) {
        if (error instanceof StoreError) return { kind: 'refused', problem: `store-error: ${error.message}` };
        core.observer.failed('preload', error);
        return { kind: 'refused', problem: 'internal-error' };
      }
    },
  };
}

interface Problem {
  readonly problem: string;
}

/** Exactly the way of a call and its answer, so that such a call finds it. */
async function curatedEntry(curated: CuratedAnswer, core: CacheCore, rules: Rules): Promise<Entry | Problem> {
  const placed = await placeCurated(curated, core, rules);
  if ('problem' in placed) return placed;
  const { question, run } = placed;
  const admitted = await admittedCurated(curated, placed, core);
  if ('problem' in admitted) return admitted;
  const vector =
    question.request.exactOnly || !question.lookup.semantic
      ? undefined
      : await vectorOf(question.request.comparedText, core);
  if (typeof vector === 'string') return { problem: vector };
  const { tag } = curated;
  return entryOf({ question, run, vector, upstreamMs: 0, tag, ...admitted }, core);
}

/** With a duration of its own an answer can be given to a policy that keeps none of the upstream's. */
async function admittedCurated(
  { response, ttlMs }: CuratedAnswer,
  { question, run }: Placed,
  core: CacheCore,
): Promise<Admitted | Problem> {
  const { responseBytes } = core.limits;
  const head = { status: 200, headers: new Map([['content-type', 'application/json']]), fromUpstream: true };
  const ruling = run.stores ? run.onResponse(head, response) : undefined;
  const ruled = ruling?.kind === 'store' ? ruling.store : undefined;
  const { toolCalls = false, refusals = false, maxBytes = responseBytes, durationSeconds } = ruled ?? {};
  const seconds = ttlMs === undefined ? durationSeconds : ttlMs / 1000;
  if (seconds === undefined) return { problem: noDuration(ruling) };
  if (response.length > Math.min(maxBytes, responseBytes)) return { problem: 'response-too-large' };
  const store = { toolCalls, refusals, maxBytes, durationSeconds: seconds };
  const capture = { form: 'json', encoding: '' } as const;
  const admitted = await admittedAnswer({ question, run, head, store, capture, body: response }, core);
  return 'kind' in admitted ? { problem: admitted.reason } : admitted;
}

function noDuration(ruling: StoreRuling | undefined): string {
  if (ruling?.kind !== 'none') return 'lookup-only: the policy says no duration; give a ttl';
  const why = ruling.problem === undefined ? '' : `: ${ruling.problem}`;
  return `${ruling.reason}${why}; give a ttl to put it all the same`;
}

/** A wish of the client's has no place in what somebody wrote for all. */
async function placeCurated(
  { host, path, headers, request: body }: CuratedAnswer,
  core: CacheCore,
  rules: Rules,
): Promise<Placed | Problem> {
  const head = headOf({ method: 'POST', authority: host, target: path, headers });
  const directives = { noStore: false, noCache: false, onlyIfCached: false };
  const placed = await place({ head: { ...head, directives }, body }, core, rules);
  if ('question' in placed) return placed;
  const { declined, problem } = placed;
  return { problem: problem === undefined ? declined : `${declined}: ${problem}` };
}

async function exportedEntry(entry: ExportedEntry['entry'], core: CacheCore): Promise<Entry | Problem> {
  if (!isKeptHere(entry, core)) {
    return { problem: 'other-store: it comes from a store with another partition key or store.prompts' };
  }
  const fault = await faultOf(entry.dialect, entry.completion, core);
  if (fault !== undefined) return { problem: fault };
  const embeddable = core.privacy.prompts === 'clear' && entry.comparedText !== '';
  const vector = embeddable ? await vectorOf(entry.comparedText, core) : undefined;
  if (typeof vector === 'string') return { problem: vector };
  return { ...entry, vector, embedder: core.embedder.identity };
}

/**
 * Whether the line's text is kept as this store keeps texts: else its partition, too, is none that a call is looked up in. The
 * id follows from the text in the clear, and so proves that it is that.
 */
function isKeptHere({ id, partition, comparedText }: ExportedEntry['entry'], { privacy }: CacheCore): boolean {
  switch (privacy.prompts) {
    case 'clear':
      return exactKeyOf(partition, comparedText, privacy) === id;
    case 'hashed':
      return /^[0-9a-f]{64}$/.test(comparedText);
    case 'none':
      return comparedText === '';
  }
}

/** An answer that cannot be read must not be given to anybody. */
async function faultOf(dialect: string, completion: Completion, core: CacheCore): Promise<string | undefined> {
  try {
    const form = completion.form === 'events' ? 'sse' : 'json';
    await core.codec.parseResponse(dialect, completion.body, { form, encoding: '' });
    return undefined;
  } catch (error) {
    return error instanceof UnreadableResponseError ? error.reason : 'response-malformed: no such dialect';
  }
}

/** `undefined` for a text whose meaning the model cannot tell: it is matched exactly only. */
async function vectorOf(text: string, core: CacheCore): Promise<Float32Array | MissReason | undefined> {
  for (let tries = 0; tries < BUSY_TRIES; tries += 1) {
    try {
      const embedding = await core.embedder.embed(text);
      return embedding.kind === 'vector' ? embedding.vector : undefined;
    } catch (error) {
      if (!(error instanceof EmbedderBusyError)) {
        core.observer.failed('embed', error);
        return 'embedder-error';
      }
      await pause(BUSY_PAUSE_MS);
    }
  }
  return 'embedder-busy';
}
