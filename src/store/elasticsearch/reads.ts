import type { Client } from '@elastic/elasticsearch';
import type { Candidate, EntryKey, KeptEntry, NearestQuery } from '../../core/entry';
import type { Breaker } from './breaker';
import {
  CANDIDATE_FIELDS,
  candidateOf,
  decode,
  KEPT_FIELDS,
  numbersOf,
  type CandidateFields,
  type EntryDocument,
} from './document';
import { ElasticsearchFailure } from './failure';
import type { VectorSpace } from './layout';

/** When nobody says how long an answer is worth waiting for, ms. */
const UNHURRIED_MS = 5000;
/** Of a quantised index only this many best ones, times the oversampling, are scored exactly: with fewer the best may be missed. */
const LEAST_RANKED = 20;
/** A socket needs some time, whatever is left of the budget. */
const LEAST_MS = 1;
/** Of a cosine field, with what rounding adds. */
const MAX_SCORE = 1.001;

export interface ReadDeps {
  readonly client: Client;
  readonly breaker: Breaker;
  readonly alias: string;
  readonly space: VectorSpace;
  readonly numCandidates: number;
}

/** Realtime: a document is found by id as soon as it is written. */
export async function get(
  { client, breaker, alias }: ReadDeps,
  { id, partition }: EntryKey,
  withinMs = UNHURRIED_MS,
): Promise<KeptEntry | undefined> {
  const answer = await breaker.read('reading an entry', withinMs, async () => {
    const got = await client.get<EntryDocument>(
      { index: alias, id, routing: partition, _source_includes: [...KEPT_FIELDS] },
      { ...hurried(withinMs), ignore: [404] },
    );
    // Also 404, and quite another thing than a document that is not there.
    if ('error' in got) throw new ElasticsearchFailure('index-missing', `the alias ${alias} is gone`);
    return got;
  });
  const document = answer.found ? answer._source : undefined;
  return document?.partition === partition ? decode(id, document) : undefined;
}

/** Whatever the index returns is checked: partition, model, expiry. */
export async function nearest(deps: ReadDeps, query: NearestQuery): Promise<readonly Candidate[]> {
  const { partition, vector, embedder, now, limit, withinMs = UNHURRIED_MS } = query;
  const { client, breaker, alias, space, numCandidates } = deps;
  if (embedder !== space.identity || vector.length !== space.dims) return [];
  const k = Math.max(limit, LEAST_RANKED);
  const hits = await breaker.read('looking for candidates', withinMs, async () => {
    const answer = await client.search<EntryDocument>(
      {
        index: alias,
        routing: partition,
        size: limit,
        track_total_hits: false,
        _source: [...CANDIDATE_FIELDS],
        knn: {
          field: 'vector',
          query_vector: numbersOf(vector),
          k,
          num_candidates: Math.max(numCandidates, k),
          filter: [{ term: { partition } }, { range: { expires_at: { gt: now } } }],
        },
      },
      hurried(withinMs),
    );
    if (answer.hits.hits.some(({ _score }) => (_score ?? 0) > MAX_SCORE)) {
      throw new ElasticsearchFailure('rejected', `the alias ${alias} stands for an index that scores in another way`);
    }
    return answer.hits.hits;
  });
  return hits.flatMap(({ _id, _score, _source }) =>
    _id && _source && mayBeMeant(_source, query) ? [candidateOf(_id, _score ?? NaN, _source)] : [],
  );
}

function mayBeMeant(found: CandidateFields, { partition, embedder, now }: NearestQuery): boolean {
  return found.partition === partition && found.embedder === embedder && found.expires_at > now;
}

function hurried(withinMs: number): { requestTimeout: number; maxRetries: number } {
  return { requestTimeout: Math.max(LEAST_MS, Math.ceil(withinMs)), maxRetries: 0 };
}
