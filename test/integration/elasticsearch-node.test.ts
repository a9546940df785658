import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ELASTICSEARCH } from '../../tools/fetch/elasticsearch';
import { elasticsearchCommand, serving, START_MS } from '../../tools/harness/elasticsearch';
import { readiness, startProcess } from '../../tools/harness/processes';
import { describeWithElasticsearch, NODE_MS, ownNode, removeIndices, type OwnNode } from '../support/elasticsearch';
import { sharedNode } from '../support/elasticsearch-shared';

describe.each([8, 9] as const)('test nodes', (major) => {
  describeWithElasticsearch(major, (place) => {
    it('are shared by those who ask for the same version', async () => {
      expect((await sharedNode(major)).url).toBe(place().url);
      expect(await versionOf(place().url)).toBe(ELASTICSEARCH[major]);
    });

    it('lose the indices of one test file and keep the others', async () => {
      const { url, prefix } = place();
      const other = { url, prefix: `${prefix}-other` };
      for (const index of [`${prefix}-kept`, `${other.prefix}-1`, `${other.prefix}-2`]) await put(url, index);
      await removeIndices(other);
      expect(await indicesAt(url, prefix)).toEqual([`${prefix}-kept`]);
    });
  });
});

describeWithElasticsearch(9, () => {
  let node: OwnNode | undefined;
  afterEach(async () => {
    await node?.remove();
    node = undefined;
  });

  it(
    'of a test alone keeps its data and address when it is killed and started again',
    async () => {
      node = await ownNode(9);
      await put(node.url, 'kept');
      node.process().kill('SIGKILL');
      expect(await node.process().exited).toBe('was ended by SIGKILL');
      await node.restart();
      expect(await indicesAt(node.url, 'kept')).toEqual(['kept']);
    },
    NODE_MS,
  );

  it(
    'ends when its owner is killed',
    async () => {
      const owner = spawn('sleep', ['600']);
      const dir = await mkdtemp(join(tmpdir(), 'lsc-owned-'));
      const spec = { version: ELASTICSEARCH[9], dir };
      const { command, args, url } = await elasticsearchCommand(spec, owner.pid);
      const orphan = await startProcess({ name: 'a node', command, args, logFile: join(dir, 'log') });
      try {
        await readiness(orphan, serving(url, { unless: () => false }), START_MS);
        owner.kill('SIGKILL');
        expect(await orphan.exited).toBe('ended with code 0');
      } finally {
        await orphan.stop();
        await rm(dir, { recursive: true, force: true });
      }
    },
    NODE_MS,
  );
});

async function put(url: string, index: string): Promise<void> {
  expect((await fetch(`${url}/${index}`, { method: 'PUT' })).status).toBe(200);
}

async function indicesAt(url: string, prefix: string): Promise<string[]> {
  const answer = await fetch(`${url}/_cat/indices/${prefix}*?h=index&format=json`);
  return ((await answer.json()) as { index: string }[]).map(({ index }) => index).sort();
}

async function versionOf(url: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/_nodes/_local?filter_path=nodes.*.version`);
  const { nodes } = (await answer.json()) as { nodes: Record<string, { version: string }> };
  return Object.values(nodes)[0]?.version;
}
