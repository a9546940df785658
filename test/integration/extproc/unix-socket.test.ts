import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cache } from '../../../src/cache/cache';
import { createExtprocServer, type ExtprocServer } from '../../../src/extproc/server';

describe('a Unix socket', () => {
  let dir: string;
  let path: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-sock-'));
    path = join(dir, 's');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const server = (): ExtprocServer =>
    createExtprocServer({} as Cache, {
      address: `unix:${path}`,
      socketMode: 0o660,
      drainMs: 100,
      maxRequestBytes: 1000,
      discloses: () => true,
      failed: () => undefined,
      streams: { streamOpened: () => undefined, streamEnded: () => undefined },
    });

  it('has the mode that was asked for, so that an Envoy of another user can connect', async () => {
    const running = server();
    await running.start();
    expect((await stat(path)).mode & 0o777).toBe(0o660);
    await running.stop();
  });

  it('takes the place of one that a killed process left behind', async () => {
    const left = createServer();
    await new Promise<void>((resolve) => left.listen(path, resolve));
    const running = server();
    await running.start();
    await running.stop();
    await new Promise((resolve) => left.close(resolve));
  });

  it('does not remove a file that is no socket', async () => {
    await writeFile(path, 'precious');
    const running = server();
    await expect(running.start()).rejects.toThrow(/listen\.address unix:.* cannot be bound/);
    expect(await readFile(path, 'utf8')).toBe('precious');
    await running.stop();
  });
});
