import type { EntryStore } from '../../../src/core/entry';
import { StoreError } from '../../../src/core/errors';
import { NOTHING_SERVED } from '../../../src/core/thresholds';
import { entryOf } from '../../contract/entry-store';
import { scriptedChecking, type ScriptedChecking } from '../../support/checking';
import { NOW, startBench, type Bench, type BenchOptions } from './entries-bench';

const ENTRY = entryOf({ policy: 'p', createdAt: NOW, expiresAt: NOW + 60_000 });
const body = (report: unknown): { body: string } => ({ body: JSON.stringify(report) });

let bench: Bench;
let checking: ScriptedChecking;
afterEach(() => bench.stop());

async function started(options: BenchOptions = {}): Promise<void> {
  checking = scriptedChecking({ threshold: 0.91 });
  bench = await startBench({ checking, ...options });
  await bench.store.put(ENTRY);
}

describe('POST /feedback', () => {
  it('removes the entry and takes it for a false hit at the loosest score that is served', async () => {
    await started();
    const { status, body: answer } = await bench.ask('POST', '/feedback', body({ entry: ENTRY.id, verdict: 'wrong' }));
    expect([status, JSON.parse(answer)]).toEqual([200, { removed: 1, labels: 1 }]);
    expect(await bench.store.get(ENTRY)).toBeUndefined();
    expect(checking.learned).toEqual([{ policy: 'p', mode: 'standard', score: 0.91, same: false, source: 'feedback' }]);
    expect(checking.removed).toEqual(['feedback']);
    expect(checking.reported).toEqual([[ENTRY.id, 'p']]);
  });

  it('makes no label where nothing is served by meaning', async () => {
    checking = scriptedChecking({ threshold: NOTHING_SERVED });
    bench = await startBench({ checking });
    await bench.store.put(ENTRY);
    const { status, body: answer } = await bench.ask('POST', '/feedback', body({ entry: ENTRY.id }));
    expect([status, JSON.parse(answer)]).toEqual([200, { removed: 1, labels: 0 }]);
    expect(checking.learned).toEqual([]);
  });

  it('says when there is no such entry, and counts the report all the same', async () => {
    await started();
    const gone = 'f'.repeat(32);
    expect((await bench.ask('POST', '/feedback', body({ entry: gone }))).status).toBe(404);
    expect(checking.reported).toEqual([[gone, undefined]]);
    expect(checking.learned).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['no JSON', '{', 'must be a JSON object'],
    ['no entry', '{}', 'entry: must be 32 hex digits, as the header'],
    ['an id of another form', '{"entry": "../x"}', 'entry: must be 32 hex digits'],
    ['an id that is too long', `{"entry": "${'f'.repeat(64)}"}`, 'entry: must be 32 hex digits'],
    ['another verdict', `{"entry": "${ENTRY.id}", "verdict": "right"}`, 'verdict: can only be "wrong"'],
    ['another field', `{"entry": "${ENTRY.id}", "who": "me"}`, 'no others but verdict'],
  ])('refuses %s', async (_what, sent, said) => {
    await started();
    const { status, body: answer } = await bench.ask('POST', '/feedback', { body: sent });
    expect(status).toBe(400);
    expect(answer).toContain(said);
    expect(await bench.store.get(ENTRY)).toBeDefined();
  });

  it('refuses a body that is longer than a report can be', async () => {
    await started();
    expect((await bench.ask('POST', '/feedback', { body: ' '.repeat(5000) })).status).toBe(413);
  });

  it('is for who has the token', async () => {
    await started();
    const call = { headers: { authorization: 'Bearer another-token-of-somebody' }, ...body({ entry: ENTRY.id }) };
    expect((await bench.ask('POST', '/feedback', call)).status).toBe(401);
    expect(await bench.store.get(ENTRY)).toBeDefined();
  });

  it('says so when the store fails', async () => {
    const failing = (store: EntryStore): EntryStore => ({
      ...store,
      remove: () => Promise.reject(new StoreError('read-only')),
    });
    await started({ through: failing });
    const { status, body: answer } = await bench.ask('POST', '/feedback', body({ entry: ENTRY.id }));
    expect([status, answer]).toEqual([503, 'read-only\n']);
  });
});
