import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchModel } from '../fetch/model';
import { succeed } from './command';
import type { Bases, ImageStore } from './image-store';
import { projectRoot } from './project-root';

export interface BuildSpec {
  readonly store: ImageStore;
  readonly bases: Bases;
  /** An empty folder, for the build context and what else the build reads. */
  readonly dir: string;
}

/** Builds of one context, one after the other; what they have in common is built once. */
export interface ImageBuilds {
  /** The folder that the Dockerfile sees. */
  readonly context: string;
  /** Builds the Dockerfile, or as far as one of its stages. The image's name. */
  build(wanted: ImageWanted): Promise<string>;
}

export interface ImageWanted {
  /** Of the image, as builders call it: amd64, arm64. */
  readonly architecture: string;
  readonly stage?: string;
  /** More build arguments. */
  readonly args?: Readonly<Record<string, string>>;
}

/** What a checkout has besides the sources. */
const NOT_SOURCES = ['.git', '.cache', 'coverage', 'dist', 'node_modules'];

/** Where the model lies in the build context. */
const MODEL = 'models/all-MiniLM-L6-v2';
/** Where the build finds the certificates by which npm here trusts its registry. */
const CERTIFICATES = '/run/npm-certificates.pem';

/** This machine's architecture, as builders call it. */
export const OWN_ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;

/** Prepares to build from this checkout's Dockerfile, on our base images and with the model that is at hand. */
export async function imageBuilds({ store, bases, dir }: BuildSpec): Promise<ImageBuilds> {
  const context = join(dir, 'context');
  await fillContext(context);
  const always = { BUILD_IMAGE: bases.build, RUNTIME_IMAGE: bases.runtime, MODEL_DIR: MODEL };
  const npm = await npmSettings(join(dir, 'npmrc'));
  return {
    context,
    build: async ({ architecture, stage, args = {} }) => {
      const image = ['localhost/llm-semantic-cache', stage, architecture].filter((part) => part).join('-');
      // Docker's builder knows BUILDPLATFORM by itself, older buildah does not.
      const all = { ...always, BUILDPLATFORM: `linux/${OWN_ARCHITECTURE}`, ...args };
      const flags = [
        // Only Docker's format knows health checks.
        ...['--pull-never', '--layers', '--format', 'docker', '--tag', image, '--platform', `linux/${architecture}`],
        ...Object.entries(all).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
        ...(stage === undefined ? [] : ['--target', stage]),
        ...npm,
      ];
      await store.run('buildah', 'build', ...flags, context);
      return image;
    },
  };
}

/** A copy of the checkout, with a model. */
async function fillContext(context: string): Promise<void> {
  const root = projectRoot();
  const left = NOT_SOURCES.map((name) => join(root, name));
  await cp(root, context, { recursive: true, filter: (path) => !left.includes(path) });
  await mkdir(join(context, MODEL), { recursive: true });
  await cp(await fetchModel(), join(context, MODEL), { recursive: true });
}

/** Flags that make npm in the build ask the registry that npm asks here. */
async function npmSettings(file: string): Promise<string[]> {
  const setting = async (name: string): Promise<string> => (await succeed('npm', ['config', 'get', name])).trim();
  const certificates = await setting('cafile');
  const trust = certificates === 'null' ? [] : [`cafile=${CERTIFICATES}`];
  await writeFile(file, [`registry=${await setting('registry')}`, ...trust, ''].join('\n'));
  const mounted = trust.length === 0 ? [] : ['--volume', `${certificates}:${CERTIFICATES}:ro`];
  return ['--secret', `id=npmrc,src=${file}`, ...mounted];
}
