import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAnswerJudge } from '../../../src/app/answer-judge';
import type { JudgeSettings } from '../../../src/config/settings';

let dir: string;
let server: Server;
const keys: (string | undefined)[] = [];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'judge-'));
  server = createServer((request, response) => {
    keys.push(request.headers.authorization);
    request.resume().once('end', () => {
      response.end(JSON.stringify({ choices: [{ message: { content: 'yes' } }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true });
});

function settings(key: string | undefined): JudgeSettings {
  const apiKeyFile = key === undefined ? undefined : join(dir, 'key');
  if (apiKeyFile !== undefined && key !== undefined) writeFileSync(apiKeyFile, key);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1/chat/completions`, model: 'm', apiKeyFile, timeoutMs: 5000 };
}

const failed = (): never => {
  throw new Error('nothing was to fail');
};

describe('the configured judge', () => {
  it('is none where none is configured', () => {
    expect(openAnswerJudge(undefined, failed)).toBeUndefined();
  });

  it.each<[string | undefined, string | undefined]>([
    [' sk-1\n', 'Bearer sk-1'],
    [undefined, undefined],
  ])('is asked with the key of the file: %j', async (key, sent) => {
    const judge = openAnswerJudge(settings(key), failed);
    expect(await judge?.saySame({ question: 'q', stored: 'a', fresh: 'b' })).toBe(true);
    expect(keys.at(-1)).toBe(sent);
  });

  it.each(['', 'two words', 'a\nb'])('refuses a file that does not hold a key: %j', (key) => {
    expect(() => openAnswerJudge(settings(key), failed)).toThrow(/judge\.api-key-file: .* must hold the key/);
  });

  it('refuses a file that is not there', () => {
    const missing = { ...settings(undefined), apiKeyFile: join(dir, 'missing') };
    expect(() => openAnswerJudge(missing, failed)).toThrow(/judge\.api-key-file: .* cannot be read/);
  });
});
