import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEnvoy } from '../support/envoy';
import { itNeedsMounts, onTinyDisk } from '../support/mounts';
import { startServer } from '../support/server';
import { settled, startStack } from '../support/stack';
import { startUpstream } from '../support/upstream';
import { send } from '../../tools/harness/exchange';
import { until } from '../../tools/harness/waiting';

describe("when the store's disk", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  itNeedsMounts(
    'is read-only, the start is refused with the folder named, and calls pass without the cache',
    async () => {
      const under = (path: string): readonly string[] => onTinyDisk(path, 'ro');
      await expect(startServer({ dir, under })).rejects.toThrow(refusedStart(join(dir, 'store')));
      const upstream = await startUpstream();
      const envoy = await startEnvoy({ cache: '127.0.0.1:1', upstream: upstream.address, dir });
      const answer = await send({ url: `${envoy.url}/v1/chat/completions`, headers: {}, body: '{}' });
      await Promise.all([envoy.stop(), upstream.stop()]);
      expect([answer.status, answer.verdict]).toEqual([200, 'untouched']);
    },
  );

  itNeedsMounts('is full, calls go on, what cannot be kept is counted, and what is kept is still served', async () => {
    const stack = await startStack({ under: (path) => onTinyDisk(path, 'size=2m') });
    try {
      await stack.askAndKeep({ text: 'Which answer came before the disk was full?' });
      let refused = 0;
      for (let i = 0; refused === 0 && i < 100; i++) {
        const before = await settled(stack.server);
        const system = { role: 'system', content: `Number ${i}` };
        const big = { role: 'user', content: `${i} ${'x'.repeat(60_000)}` };
        const answer = await stack.ask({ text: '', fields: { messages: [system, big] } });
        expect(answer.status).toBe(200);
        await until('the decision', async () => ((await settled(stack.server)) > before ? true : undefined));
        refused = (await stack.server.metrics()).sum('llm_semantic_cache_store_total', { reason: 'store-error' });
      }
      expect(refused).toBe(1);
      const hit = await stack.ask({ text: 'Which answer came before the disk was full?' });
      expect([hit.status, hit.verdict]).toEqual([200, 'hit']);
    } finally {
      await stack.stop();
    }
  });

  it('holds a store that another process has open, the second start is refused or safe', async () => {
    const first = await startStack();
    const second = join(dir, 'second');
    await mkdir(second);
    try {
      const config = { store: { kind: 'embedded', path: first.server.storePath } };
      await expect(startServer({ dir: second, config })).rejects.toThrow(refusedStart(first.server.storePath));
      expect((await first.ask({ text: 'Is the first one all right?' })).verdict).toBe('miss');
    } finally {
      await first.stop();
    }
  });
});

/** The error names the folder. */
function refusedStart(path: string): RegExp {
  return new RegExp(`ended with code 1 before it was ready[^]*${path}`);
}
