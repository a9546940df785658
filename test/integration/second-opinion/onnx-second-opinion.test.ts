import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SecondOpinionBusyError } from '../../../src/core/errors';
import type { Opinion, SecondOpinion } from '../../../src/core/second-opinion';
import { loadSecondOpinion } from '../../../src/second-opinion/onnx-second-opinion';
import { folder, type Folder } from '../../support/files';
import { QUESTION_WORDS, writePairModel, type PairModelOptions } from '../../support/pair-model';

const [ASKED, SAME, OTHER] = [
  'How do I reset my password?',
  'How can I reset my password?',
  'How do I reset my phone?',
];
const MORE = 'How do I reset my password and my phone?';

describe('a second opinion', () => {
  let scratch: Folder;
  let made = 0;
  const open: SecondOpinion[] = [];
  const load = async (model: Partial<PairModelOptions> = {}, queue = 40): Promise<SecondOpinion> => {
    const modelDir = await writePairModel(join(scratch.path, String(made++)), { ...QUESTION_WORDS, ...model });
    const opinion = await loadSecondOpinion({ modelDir, threads: 1, queue });
    open.push(opinion);
    return opinion;
  };
  const same = (opinion: Opinion): boolean | string => (opinion.kind === 'opinion' ? opinion.same : opinion.kind);

  beforeAll(() => (scratch = folder()));
  afterAll(async () => {
    await Promise.all(open.map((one) => one.close()));
    scratch.remove();
  });

  it('tells by both texts, each in its place, whether they ask the same', async () => {
    const opinion = await load();
    expect(opinion.identity).toMatch(/^tiny@[0-9a-f]{12}$/);
    expect(await opinion.judge(ASKED, SAME)).toEqual({
      kind: 'opinion',
      same: true,
      probability: expect.closeTo(0.982),
    });
    // Two words differ: 4 - 16.
    const { probability } = (await opinion.judge(ASKED, OTHER)) as Opinion & { kind: 'opinion' };
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(12)), 8);
  });

  it('goes by the threshold of the model', async () => {
    const strict = await load({ config: { threshold: 0.98 } });
    expect(same(await strict.judge(ASKED, SAME))).toBe(true);
    await expect(load({ config: { threshold: 0.99 } })).rejects.toThrow(/probe apart.*same 0\.982, different 0\.000/);
  });

  it('asks for entailment both ways where one way is not enough', async () => {
    const output = { labels: ['no', 'entailment', 'neutral'], same: 'entailment', activation: 'softmax' };
    const oneWay = await load({ counts: 'missing', config: { output } });
    expect(same(await oneWay.judge(MORE, ASKED))).toBe(true);
    expect(same(await oneWay.judge(ASKED, MORE))).toBe(false);
    const bothWays = await load({ counts: 'missing', config: { output: { ...output, same: 1, bothWays: true } } });
    expect(same(await bothWays.judge(MORE, ASKED))).toBe(false);
    expect(same(await bothWays.judge(ASKED, MORE))).toBe(false);
    expect(same(await bothWays.judge(ASKED, SAME))).toBe(true);
  });

  it('judges pairs of a batch each by itself, whatever their lengths and what of them it cannot read', async () => {
    const opinion = await load({ config: { window: 24 } });
    const pairs: [string, string][] = [
      [ASKED, SAME],
      [ASKED, OTHER],
      [ASKED, 'How do I reset my 猫?'],
      [ASKED, MORE],
      [ASKED, MORE.replace('?', ' and my password and my phone and my password?')],
      ['password', 'password'],
    ];
    const opinions = await Promise.all(pairs.map(([asked, stored]) => opinion.judge(asked, stored)));
    expect(opinions.map(same)).toEqual([true, false, 'unknown-words', false, 'window-exceeded', true]);
  });

  it('does not even hand huge texts to a worker', async () => {
    const opinion = await load();
    const answer = opinion.judge(ASKED, 'word '.repeat(1_000_000));
    expect(opinion.waiting).toBe(0);
    expect(await answer).toEqual({ kind: 'window-exceeded' });
  });

  it('refuses pairs when too many wait and goes on afterwards', async () => {
    const opinion = await load({}, 2);
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(() => opinion.judge(ASKED, SAME)));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(results.at(-1)).toMatchObject({ reason: expect.any(SecondOpinionBusyError) });
    expect(opinion.waiting).toBe(0);
    expect(same(await opinion.judge(ASKED, SAME))).toBe(true);
  });

  it('survives the death of its thread, and lets the process end after close', async () => {
    const scenario = join(__dirname, 'thread-death-process.js');
    const modelDir = await writePairModel(join(scratch.path, 'dies'), QUESTION_WORDS);
    const { stdout } = await promisify(execFile)(process.execPath, [scenario, modelDir], { timeout: 30_000 });
    expect(stdout.trim().split('\n')).toEqual(['before: opinion', 'lost: rejected', 'waiting: opinion', 'closed']);
  });
});
