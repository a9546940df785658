import { send } from '../tools/harness/exchange';
import { until } from '../tools/harness/waiting';
import type { LoadJob } from './load';
import { MARKS } from './marks';
import type { BenchStack } from './stack';
import { bodyOf, paraphrases, QUESTION } from './texts';

/** One way of a request that is measured. */
export interface Row {
  readonly name: RowName;
  readonly job: Pick<LoadJob, 'url' | 'headers' | 'texts' | 'mark'>;
  /** No request may reach the upstream. */
  readonly sparesUpstream: boolean;
  /** The ext_proc server whose CPU time is told. */
  readonly extprocPid?: number;
}

export type RowName = 'direct' | 'bare Envoy' | 'no-op ext_proc' | 'floor' | 'exact hit' | 'semantic hit' | 'miss';

const HEADERS = { authorization: 'Bearer sk-bench', 'x-tenant': 'bench' };
/** A miss is answered by the cache itself (504), so that it neither reaches the upstream nor becomes an entry. */
const ONLY_IF_CACHED = { ...HEADERS, 'cache-control': 'only-if-cached' };
/** More texts than clients, so that no two clients ask the same at once and share an inference. */
const PARAPHRASES = 320;

/** Stores the question, finds paraphrases that it answers, and gives the rows. */
export async function prepareRows(stack: BenchStack): Promise<{ rows: Row[]; paraphrases: readonly string[] }> {
  const { upstream, noop, floor, cache, envoys } = stack;
  await store(envoys.cache.url);
  const near = await nearTexts(envoys.cache.url);
  const usual = { headers: HEADERS, texts: [QUESTION] };
  const cached = { sparesUpstream: true, extprocPid: cache.process.pid };
  const rows: Row[] = [
    {
      name: 'direct',
      job: { url: `http://${upstream.address}`, ...usual, mark: MARKS.untouched },
      sparesUpstream: false,
    },
    { name: 'bare Envoy', job: { url: envoys.bare.url, ...usual, mark: MARKS.untouched }, sparesUpstream: false },
    {
      name: 'no-op ext_proc',
      job: { url: envoys.noop.url, ...usual, mark: MARKS.noop },
      sparesUpstream: false,
      extprocPid: noop.pid,
    },
    {
      name: 'floor',
      job: { url: envoys.floor.url, ...usual, mark: MARKS.floor },
      sparesUpstream: true,
      extprocPid: floor.pid,
    },
    { name: 'exact hit', job: { url: envoys.cache.url, ...usual, mark: MARKS.exact }, ...cached },
    {
      name: 'semantic hit',
      job: { url: envoys.cache.url, headers: ONLY_IF_CACHED, texts: near, mark: MARKS.semantic },
      ...cached,
    },
    {
      name: 'miss',
      job: { url: envoys.cache.url, headers: HEADERS, texts: { newFrom: 0 }, mark: MARKS.miss },
      ...cached,
      sparesUpstream: false,
    },
  ];
  return { rows, paraphrases: near };
}

async function store(url: string): Promise<void> {
  const call = { url: `${url}/v1/chat/completions`, headers: HEADERS, body: bodyOf({ text: QUESTION }) };
  await until('the question stored', async () => ((await send(call)).reason === 'exact' ? true : undefined));
}

async function nearTexts(url: string): Promise<readonly string[]> {
  const near: string[] = [];
  for (const text of paraphrases()) {
    const call = { url: `${url}/v1/chat/completions`, headers: ONLY_IF_CACHED, body: bodyOf({ text }) };
    if ((await send(call)).reason === 'semantic') near.push(text);
    if (near.length === PARAPHRASES) return near;
  }
  throw new Error(`only ${near.length} of the paraphrases are answered; ${PARAPHRASES} are needed`);
}
