import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fetchModel } from '../../tools/fetch/model';
import { until } from '../../tools/harness/waiting';
import type { CheckReport, Report } from '../../src/doctor/report';
import { describeWithElasticsearch, NODE_MS } from '../support/elasticsearch';
import { runCli } from '../support/server';
import { elasticsearch, entriesIndex, sharedStore, type SharedStore } from '../support/shared-store';

describe.each([8, 9] as const)('doctor beside a cluster', (major) => {
  describeWithElasticsearch(major, (place) => {
    let shared: SharedStore;
    let dir: string;
    let file: string;
    beforeAll(async () => {
      shared = await sharedStore(place());
      dir = await mkdtemp(join(tmpdir(), 'lsc-'));
      file = join(dir, 'config.yaml');
      const admin = { address: '127.0.0.1:1' };
      await writeFile(file, stringify({ ...shared.config, embedding: { model: await fetchModel() }, admin }));
    }, NODE_MS);
    afterAll(async () => {
      await shared.remove();
      await rm(dir, { recursive: true, force: true });
    });

    async function looked(...flags: readonly string[]): Promise<(id: string) => CheckReport | undefined> {
      const { stdout } = await runCli('doctor', '--config', file, '--json', '--only', 'store', ...flags);
      const checks = (JSON.parse(stdout) as Report).groups.flatMap((group) => group.checks);
      return (id) => checks.find((check) => check.id === id);
    }

    it(
      'finds no index before the first start, and makes none; afterwards looks at it, and writes only when told to',
      async () => {
        const before = await looked();
        expect(before('store-reachable')?.findings).toEqual([]);
        // The node of the tests lacks the pages for these two.
        for (const id of ['store-version', 'store-privileges']) {
          expect(['fine', 'not-looked-at']).toContain(before(id)?.status);
        }
        expect(before('store-index')).toMatchObject({ status: 'info', findings: [{ found: 'there is no index yet' }] });
        expect(before('store-write')?.status).toBe('not-looked-at');
        expect((await looked())('store-index')?.status).toBe('info');

        // A busy machine does not always make indices within the time that a start takes for it.
        const swept = async (): Promise<true | undefined> =>
          (await runCli('sweep', '--once', '--config', file)).code === 0 || undefined;
        await until('the indices', swept, 90_000);
        const after = await looked('--write');
        for (const id of ['store-index', 'store-refresh', 'store-write'])
          expect([id, after(id)?.status]).toEqual([id, 'fine']);

        const { index } = await entriesIndex(place());
        await elasticsearch(place().url, 'PUT', `${index}/_settings`, { index: { refresh_interval: '77s' } });
        const changed = await looked();
        expect(changed('store-refresh')).toMatchObject({
          status: 'warning',
          findings: [{ found: expect.stringContaining('77s') }],
        });
      },
      NODE_MS,
    );
  });
});
