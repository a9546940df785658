import { join } from 'node:path';
import { fetchModel } from '../../tools/fetch/model';
import { send } from '../../tools/harness/exchange';
import { folder } from '../support/files';
import { QUESTION_WORDS, writePairModel } from '../support/pair-model';
import { runCli } from '../support/server';
import { bodyOf, startStack, type Stack } from '../support/stack';

const TOKEN = 'a-token-for-the-tests';
const ASKED = 'How do I reset my password?';

/** To the model of these tests a "please" makes another question of it, which no verifier would say. */
const SAME = 'How can I reset my password?';
const POLITE = 'How do I reset my password, please?';
const OPPOSITE = 'How do I not reset my password?';

describe('with a second opinion', () => {
  const scratch = folder({ token: TOKEN });
  let stack: Stack;
  beforeAll(async () => {
    const model = await writePairModel(join(scratch.path, 'model'), QUESTION_WORDS);
    const policies = [{ name: 'test', lookup: { similarity: 0.8, verify: 'standard' }, store: { ttl: 3600 } }];
    const admin = { 'token-file': join(scratch.path, 'token') };
    stack = await startStack({ config: { policies, admin, verify: { model } } });
    await stack.askAndKeep({ text: ASKED });
  });
  afterAll(async () => {
    await stack.stop();
    scratch.remove();
  });

  /** What /explain says of the call that `stack.decision` makes. */
  async function explained(text: string): Promise<any> {
    const call = {
      path: '/v1/chat/completions',
      authority: new URL(stack.envoy.url).host,
      headers: { authorization: 'Bearer sk-test', 'cache-control': 'only-if-cached' },
      body: JSON.parse(bodyOf({ text })),
    };
    const headers = { authorization: `Bearer ${TOKEN}` };
    const { status, body } = await send({
      url: `${stack.server.adminUrl}/explain`,
      headers,
      body: JSON.stringify(call),
    });
    expect(status).toBe(200);
    return JSON.parse(body);
  }

  it.each([
    ['hit exact', ASKED, undefined],
    ['hit semantic', SAME, true],
    ['miss verify-second-opinion', POLITE, false],
    ['miss verify-negation', OPPOSITE, undefined],
  ])('a call is a %s, and explain says so beforehand: %s', async (expected, text, same) => {
    const { verdict, candidates } = await explained(text);
    expect(`${verdict.kind} ${verdict.reason}`).toBe(expected);
    expect(candidates[0]?.secondOpinion?.same).toBe(same);
    expect(await stack.decision({ text })).toBe(expected);
  });

  it('explaining is no exchange', async () => {
    const exchanges = async (): Promise<number> =>
      (await stack.server.metrics()).sum('llm_semantic_cache_exchanges_total');
    const before = await exchanges();
    await explained(SAME);
    expect(await exchanges()).toBe(before);
  });
});

it('a folder that holds no such model refuses the start, and the message says what to do', async () => {
  const scratch = folder({ 'model/semantic-model.json': '{}', 'model/model.onnx': 'x', 'model/tokenizer.json': '{}' });
  const settings = [
    `verify.model=${join(scratch.path, 'model')}`,
    `store.path=${join(scratch.path, 'store')}`,
    `embedding.model=${await fetchModel()}`,
    'listen.address=127.0.0.1:0',
    'admin.address=127.0.0.1:0',
  ];
  const { code, stdout, stderr } = await runCli('serve', ...settings.flatMap((setting) => ['--set', setting]));
  expect(code).toBe(1);
  expect(stdout + stderr).toMatch(/LSC_MODEL.*no model of the second opinion.*verify\.model/s);
  scratch.remove();
});
