import { chmod, chown, lstat, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runCommand } from '../../tools/harness/command';
import { imageBuilds, OWN_ARCHITECTURE, type ImageBuilds } from '../../tools/harness/image-build';
import { startContainer, type Container } from '../../tools/harness/image-container';
import { openImageStore, type ImageStore } from '../../tools/harness/image-store';
import { scrape } from '../../tools/harness/metrics';
import { freePort } from '../../tools/harness/ports';
import { until } from '../../tools/harness/waiting';
import { startEnvoy, type Envoy } from '../support/envoy';
import { SLOW_STREAM } from '../support/scripts';
import { asking, type Stack } from '../support/stack';
import { answersOf, failuresOf, startSteadyLoad } from '../support/steady-load';
import { startUpstream, type Upstream } from '../support/upstream';

/** A first build makes the base images and installs all packages. */
const BUILD_TIMEOUT_MS = 600_000;

/** What nothing of may get into the image, from three places where secrets lie. */
const SECRET = 'this-must-not-be-in-the-image';

const CPUS: Readonly<Record<string, number>> = { amd64: 62, arm64: 183 };

let dir: string;
let store: ImageStore;
let builds: ImageBuilds;
let image: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lsc-image-'));
  store = await openImageStore(dir);
  builds = await imageBuilds({ store, bases: await store.importBases(), dir });
  await writeFile(join(builds.context, '.env'), SECRET);
  await writeFile(join(builds.context, 'credentials.json'), SECRET);
  await writeFile(join(dir, 'npmrc'), `; ${SECRET}\n`, { flag: 'a' });
  image = await builds.build({
    architecture: OWN_ARCHITECTURE,
    args: { REVISION: 'abc123', SOURCE: 'https://git.test/x' },
  });
}, BUILD_TIMEOUT_MS);
afterAll(() => store.remove());

describe('what is in the image', () => {
  let root: string;
  let paths: readonly string[];
  beforeAll(async () => {
    root = (await store.run('podman', 'image', 'mount', image)).trim();
    paths = await readdir(root, { recursive: true });
  });
  afterAll(() => store.run('podman', 'image', 'unmount', image));

  const under = (folder: string): string[] => paths.filter((path) => path.startsWith(`${folder}/`));

  it('is the program, the packages that it runs on and the model', async () => {
    expect((await readdir(join(root, 'app'))).sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json']);
    expect(await readdir(join(root, 'app', 'dist'))).toEqual(['src']);
    const model = await readdir(join(root, 'models', 'all-MiniLM-L6-v2'));
    expect(model.sort()).toEqual(['model.onnx', 'semantic-model.json', 'tokenizer.json']);
    const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'));
    const present = (name: string): boolean => paths.includes(`app/${name}/package.json`);
    expect(Object.keys(packages).filter((name) => packages[name].dev === true && present(name))).toEqual([]);
    const direct = Object.keys(packages[''].dependencies).map((name) => `node_modules/${name}`);
    expect(direct.filter((name) => !present(name))).toEqual([]);
  });

  it('has no shell, package manager, typings or source maps', () => {
    const commands = paths.map((path) => /(?:^|\/)s?bin\/([^/]+)$/.exec(path)?.[1]);
    expect(commands).toContain('node');
    for (const command of ['sh', 'bash', 'dash', 'npm', 'npx', 'apt', 'dpkg', 'cc', 'tsc']) {
      expect(commands).not.toContain(command);
    }
    expect(under('app').filter((path) => /\.(d\.[cm]?ts|map)$/.test(path))).toEqual([]);
  });

  it('keeps the terms of the packages', () => {
    expect(under('app').filter((path) => /\/licen[cs]e[^/]*$/i.test(path)).length).toBeGreaterThan(80);
  });

  it('may be read by anybody and changed by nobody, except for the two folders of the service', async () => {
    const all = await Promise.all(
      [...under('app'), ...under('models')].map(async (path) => ({ path, ...(await modeOf(join(root, path))) })),
    );
    const files = all.filter(({ link }) => !link);
    expect(files.filter(({ mode }) => (mode & 0o044) !== 0o044)).toEqual([]);
    expect(files.filter(({ uid, gid, mode }) => uid !== 0 || gid !== 0 || (mode & 0o6022) !== 0)).toEqual([]);
    for (const folder of ['var/lib/llm-semantic-cache', 'run/llm-semantic-cache']) {
      expect(await modeOf(join(root, folder))).toEqual({ uid: 65532, gid: 0, mode: 0o775, link: false });
    }
    for (const folder of ['var/lib', 'run'])
      expect(await modeOf(join(root, folder))).toMatchObject({ uid: 0, mode: 0o755 });
  });

  it('has nothing of the secrets that lay beside its sources', async () => {
    const { code } = await runCommand('grep', ['--recursive', '--quiet', SECRET, root]);
    expect(code).toBe(1);
    expect(paths.filter((path) => /(^|\/)(\.npmrc|\.env|credentials\.json)$/.test(path))).toEqual([]);
    expect(await store.run('podman', 'history', '--no-trunc', image)).not.toContain(SECRET);
  });

  it('says what it is, who runs it and how', async () => {
    const [inspected] = JSON.parse(await store.run('podman', 'image', 'inspect', image));
    const { version, description } = JSON.parse(await readFile('package.json', 'utf8'));
    const label = (name: string): unknown => inspected.Labels[`org.opencontainers.image.${name}`];
    expect(label('version')).toBe(version);
    expect(description).toContain(label('description'));
    expect(['title', 'licenses', 'revision', 'source'].map(label)).toEqual([
      'llm-semantic-cache',
      'Apache-2.0',
      'abc123',
      'https://git.test/x',
    ]);
    expect(inspected.Config).toMatchObject({ User: '65532:65532', StopSignal: 'SIGTERM', Cmd: ['serve'] });
    expect(inspected.Healthcheck.Test).toEqual(['CMD', 'node', '/app/dist/src/main.js', 'health']);
  });
});

it.each(['amd64', 'arm64'])(
  'has native modules for %s and nothing else, wherever it is built',
  async (architecture) => {
    const stage = await builds.build({ architecture, stage: 'production' });
    const root = (await store.run('podman', 'image', 'mount', stage)).trim();
    const paths = (await readdir(join(root, 'app'), { recursive: true })).filter((path) =>
      /\.(node|so(\.\d+)*|dll|dylib)$/.test(path),
    );
    const cpus = await Promise.all(paths.map((path) => cpuOf(join(root, 'app', path))));
    expect(new Set(cpus)).toEqual(new Set([CPUS[architecture]]));
    for (const name of ['onnxruntime-node', 'usearch', '@lmdb']) {
      expect(paths.filter((path) => path.startsWith(`node_modules/${name}/`))).not.toEqual([]);
    }
    await store.run('podman', 'image', 'unmount', stage);
  },
  BUILD_TIMEOUT_MS,
);

describe.each([
  ['its own user', undefined, 65532],
  ['a user of the platform’s choice', '1000680000:0', 1000680000],
])('a container that runs as %s', (_of, user, uid) => {
  let folder: string;
  let adminUrl: string;
  let upstream: Upstream;
  let container: Container;
  let envoy: Envoy;
  let calls: Pick<Stack, 'ask' | 'askAndKeep' | 'decision'>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lsc-container-'));
    const [config, socket] = [join(folder, 'config'), join(folder, 'socket')];
    await mkdir(config);
    await mkdir(socket);
    await chown(socket, 65532, 0);
    await chmod(socket, 0o775);
    await writeFile(join(config, 'config.yaml'), stringify(CONFIG));
    const admin = `127.0.0.1:${await freePort()}`;
    adminUrl = `http://${admin}`;
    upstream = await startUpstream();
    container = await startContainer({
      store,
      image,
      name: `cache-${uid}`,
      ...(user !== undefined && { user }),
      mounts: {
        [config]: '/etc/llm-semantic-cache:ro',
        [socket]: '/run/llm-semantic-cache',
        // A named volume takes the owner and the mode of the image's folder.
        [`state-${uid}`]: '/var/lib/llm-semantic-cache',
      },
      env: {
        LSC_CONFIG: '/etc/llm-semantic-cache/config.yaml',
        LSC_LISTEN_ADDRESS: 'unix:/run/llm-semantic-cache/extproc.sock',
        LSC_ADMIN_ADDRESS: admin,
      },
    });
    const cache = `unix:${join(socket, 'extproc.sock')}`;
    envoy = await startEnvoy({ template: 'envoy-uds.yaml', cache, upstream: upstream.address, dir: folder });
    calls = asking(envoy, { adminUrl, metrics: () => scrape(adminUrl) });
  });
  afterAll(async () => {
    await envoy.stop();
    await upstream.stop();
    await rm(folder, { recursive: true });
  });

  it('has no rights besides its user', async () => {
    const status = await readFile(`/proc/${container.pid}/status`, 'utf8');
    expect(status).toMatch(new RegExp(`^Uid:\\s+${uid}\\s`, 'm'));
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  });

  it('answers through Envoy from what it has stored, word for word and by meaning', async () => {
    const first = await calls.askAndKeep({ text: 'How do I reset my password?' });
    expect([first.verdict, first.stored]).toEqual(['miss', true]);
    expect(await calls.decision({ text: 'How do I reset my password?' })).toBe('hit exact');
    expect(await calls.decision({ text: 'How can I reset my password?' })).toBe('hit semantic');
    expect(upstream.count()).toBe(1);
  });

  it('is found healthy by its own check, with no shell to run it', async () => {
    const { stdout, code } = await container.exec('node', '/app/dist/src/main.js', 'health');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ready/)]);
    expect((await container.exec('sh', '-c', 'true')).code).not.toBe(0);
  });

  it('tells nobody of its model', async () => {
    // ONNX Runtime warns on standard error when its telemetry starts where nothing can be written.
    expect(await container.logs()).not.toMatch(/telemetry/i);
  });

  it('stops under load within the grace period, and no call fails', async () => {
    await calls.askAndKeep({ text: 'Which question is asked again and again?' });
    const load = startSteadyLoad(calls, [
      ['hit', () => ({ text: 'Which question is asked again and again?' })],
      ['miss', (n) => ({ text: `Question ${n} of customer ${n * 7919}?` })],
    ]);
    await load.answered(20);
    const before = upstream.count();
    const streaming = calls.ask({
      text: 'What is told until the very end?',
      fields: { stream: true },
      headers: SLOWLY,
    });
    await until('more calls at the upstream', async () => (upstream.count() > before ? true : undefined));
    const asked = performance.now();
    expect(await container.stop(30)).toBe(0);
    expect(performance.now() - asked).toBeLessThan(25_000);
    await load.answered(20);
    const all = await load.stop();
    expect(failuresOf(all)).toEqual([]);
    expect(answersOf(all, 'hit').filter(({ verdict }) => verdict === 'hit').length).toBeGreaterThan(0);
    expect(all.filter(({ sentAt }) => sentAt > asked).length).toBeGreaterThan(0);
    const { status, body } = await streaming;
    expect([status, body.match(/word\d+/g)?.length]).toEqual([200, SLOW_STREAM.words]);
    expect(await container.logs()).toMatch(/"msg":"stopped"/);
  });
});

const CONFIG = {
  policies: [{ name: 'test', lookup: { scoreThreshold: 0.1 }, store: { ttl: 3600 } }],
};

const SLOWLY = { 'x-script': 'slowStream' };

async function modeOf(path: string): Promise<{ uid: number; gid: number; mode: number; link: boolean }> {
  const found = await lstat(path);
  return { uid: found.uid, gid: found.gid, mode: found.mode & 0o7777, link: found.isSymbolicLink() };
}

/** The processor of an ELF file, as its header has it; undefined for another kind of file. */
async function cpuOf(path: string): Promise<number | undefined> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(20), 0, 20, 0);
    return buffer.subarray(0, 4).equals(Buffer.from('\x7fELF')) ? buffer.readUInt16LE(18) : undefined;
  } finally {
    await file.close();
  }
}
