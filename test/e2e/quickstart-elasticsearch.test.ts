import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestMajor } from '../../tools/fetch/elasticsearch';
import { isFree } from '../../tools/harness/ports';
import { TOUR } from '../../tools/quickstart/tour';
import { describeWithElasticsearch, NODE_MS, removeIndices } from '../support/elasticsearch';
import { quickstart, type QuickstartRun } from '../support/quickstart';

const VERDICTS = TOUR.map(({ expected }) => `${expected.verdict} ${expected.reason}`);

let state: string;
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'lsc-'));
});
afterAll(() => rm(state, { recursive: true, force: true }));

describeWithElasticsearch(newestMajor(), () => {
  describe('npm run quickstart -- --store elasticsearch', () => {
    it(
      'walks the tour with the verdicts of the embedded store, on a node of its own that ends with it',
      async () => {
        const run = await quickstart(state, '--store', 'elasticsearch', '--once', '--json');
        expect(verdicts(run)).toEqual(VERDICTS);
        expect(run.code).toBe(0);
        expect(run.stderr).toContain('searchable within a second');
        const port = Number(/kept in Elasticsearch \S+ at http:\/\/127\.0\.0\.1:(\d+)/.exec(run.stderr)?.[1]);
        expect(await isFree(port)).toBe(true);
        expect((await stat(join(state, 'partition.key'))).mode & 0o777).toBe(0o600);
      },
      NODE_MS,
    );

    it(
      'finds the entries of the run before at its second start',
      async () => {
        const { code, stdout } = await quickstart(state, '--store', 'elasticsearch', '--once');
        expect(stdout.join('\n')).toMatch(/held [1-9]\d* entries of older runs .* asked again: HIT exact, \d+ s old/);
        expect(code).toBe(0);
      },
      NODE_MS,
    );
  });
});

describe.each([8, 9] as const)('npm run quickstart -- --elasticsearch-url with version %s', (major) => {
  describeWithElasticsearch(major, (place) => {
    const prefix = 'llm-semantic-cache-quickstart';
    afterAll(() => removeIndices({ url: place().url, prefix }));

    it(
      'walks the tour on the cluster that is given and leaves it running, with the entries in it',
      async () => {
        const run = await quickstart(state, '--elasticsearch-url', place().url, '--once', '--json');
        expect(verdicts(run)).toEqual(VERDICTS);
        expect(run.code).toBe(0);
        const kept = (await (await fetch(`${place().url}/${prefix}*/_count`)).json()) as { count: number };
        expect(kept.count).toBeGreaterThan(0);
        expect(run.stderr).toContain(`kept in your Elasticsearch at ${place().url}.`);
      },
      NODE_MS,
    );
  });
});

it('says so when nothing answers at --elasticsearch-url', async () => {
  const { code, stderr } = await quickstart(state, '--elasticsearch-url', 'http://127.0.0.1:1', '--once');
  expect(stderr).toContain('http://127.0.0.1:1 does not answer: is Elasticsearch running there?');
  expect(code).toBe(1);
});

function verdicts({ stdout }: QuickstartRun): string[] {
  return stdout
    .map((line) => JSON.parse(line) as { verdict: string; reason: string })
    .map(({ verdict, reason }) => `${verdict} ${reason}`);
}
