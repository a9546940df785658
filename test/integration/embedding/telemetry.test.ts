import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fetchModel } from '../../../tools/fetch/model';
import { folder } from '../../support/files';

/** Such as where a test runs: ONNX Runtime keeps to itself there anyway. */
const SUPPRESSING = ['ORT_DISABLE_TELEMETRY', 'CI', 'GITHUB_ACTIONS', 'TF_BUILD', 'XDG_CACHE_HOME'];

const EMBED = `const { loadOnnxEmbedder } = require(process.argv[1]);
loadOnnxEmbedder({ modelDir: process.argv[2], threads: 1, maxBatch: 1, queue: 1, memoEntries: 0 })
  .then(async (embedder) => { await embedder.embed('a text'); await embedder.close(); });`;

it('leaves no trace of ONNX Runtime telling its maker of what runs', async () => {
  const home = folder();
  const embedder = join(__dirname, '..', '..', '..', 'src', 'embedding', 'onnx', 'onnx-embedder.js');
  const model = await fetchModel();
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SUPPRESSING.includes(name)));
  const { status, stderr } = spawnSync(process.execPath, ['-e', EMBED, embedder, model], {
    env: { ...env, HOME: home.path },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(readdirSync(home.path)).toEqual([]);
  home.remove();
});
