import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecondOpinion } from '../src/core/second-opinion';
import { loadSecondOpinion } from '../src/second-opinion/onnx-second-opinion';
import { extended } from '../test/support/onnx-file';
import { fetchModel } from '../tools/fetch/model';
import { spreadOf, type Spread } from './statistics';

/**
 * What a second opinion of the size of MiniLM (6 layers of 384) costs: `node dist/bench/second-opinion.js`. The encoder is the embedding
 * model's, which was never trained for pairs, and its last layer is random: it costs what a trained one does, and knows nothing.
 */
const DIMS = 384;
const SECONDS = 5;
const WINDOW = 256;
/** As many as one batch takes. */
const AT_ONCE = 8;

const PROBE = { text: 'How do I reset my password?', near: 'How can I reset my password?', far: 'Where is it?' };

const PAIRS: Readonly<Record<string, readonly [string, string]>> = {
  'short questions (17 tokens together)': [PROBE.text, PROBE.near],
  'long questions (86 tokens together)': [
    'I have been a customer for three years and would like to know, before the next bill is sent to me, how my plan can be ' +
      'changed to the smaller one without losing the discount that I have?',
    'As somebody who has been with you for three years I want to learn, ahead of the coming bill, in which way my plan may ' +
      'be moved to the smaller one while I keep the discount that I have?',
  ],
};

async function main(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'lsc-opinion-'));
  try {
    for (const bothWays of [false, true]) {
      await writeModel(dir, bothWays);
      const opinion = await loadSecondOpinion({ modelDir: dir, threads: 1, queue: 100 });
      for (const [name, pair] of Object.entries(PAIRS)) {
        const alone = await measure(opinion, pair, 1);
        const together = await measure(opinion, pair, AT_ONCE);
        console.log(
          `${bothWays ? 'both ways' : 'one way'}, ${name}: ${shown(alone)}; ${shown(together)} for ${AT_ONCE} at once`,
        );
      }
      await opinion.close();
    }
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** A small weight keeps the logit near 0, where the probe's two pairs lie on either side of a threshold between them. */
async function writeModel(dir: string, bothWays: boolean): Promise<void> {
  const encoder = await fetchModel();
  const weights = Float32Array.from({ length: DIMS }, (_, i) => Math.sin(i * 12.9898) / 10);
  const file = extended(await readFile(join(encoder, 'model.onnx')), {
    outputs: ['logits'],
    constants: {
      opinion_first: { shape: [], data: new BigInt64Array([0n]) },
      opinion_weights: { shape: [DIMS, 1], data: weights },
    },
    nodes: [
      {
        op: 'Gather',
        inputs: ['last_hidden_state', 'opinion_first'],
        outputs: ['opinion_cls'],
        attributes: { axis: 1 },
      },
      { op: 'MatMul', inputs: ['opinion_cls', 'opinion_weights'], outputs: ['logits'] },
    ],
  });
  await writeFile(join(dir, 'model.onnx'), file);
  await copyFile(join(encoder, 'tokenizer.json'), join(dir, 'tokenizer.json'));
  const output = { labels: ['same'], same: 'same', activation: 'sigmoid', bothWays };
  const config = { task: 'same-question', name: 'random', window: WINDOW, output, probe: PROBE };
  // Whatever it says of the probe's pairs, one of the two orders passes the self-check.
  for (const [near, far] of [
    [PROBE.near, PROBE.far],
    [PROBE.far, PROBE.near],
  ]) {
    const threshold = await thresholdBetween(dir, { ...config, probe: { ...PROBE, near, far } });
    if (threshold !== undefined) return;
  }
  throw new Error('the random model finds both pairs of the probe alike');
}

/** The self-check says what it saw; a threshold between the two is then written. */
async function thresholdBetween(dir: string, config: object): Promise<number | undefined> {
  const write = (threshold: number): Promise<void> =>
    writeFile(join(dir, 'semantic-model.json'), JSON.stringify({ ...config, threshold }));
  await write(1);
  const refusal = await loadSecondOpinion({ modelDir: dir, threads: 1, queue: 1 }).catch((error: unknown) => error);
  const [, near, far] = /the same ([\d.]+), different ([\d.]+)/.exec(String(refusal)) ?? [];
  if (!(Number(near) > Number(far))) return undefined;
  const threshold = (Number(near) + Number(far)) / 2;
  await write(threshold);
  return threshold;
}

interface Cost extends Spread {
  /** Of the whole process, for one pair, ms: what the machine does besides counts less in it than in the others. */
  readonly cpu: number;
}

async function measure(opinion: SecondOpinion, [a, b]: readonly [string, string], atOnce: number): Promise<Cost> {
  const times: number[] = [];
  const before = process.cpuUsage();
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end) {
    const start = performance.now();
    await Promise.all(Array.from({ length: atOnce }, () => opinion.judge(a, b)));
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  return { ...spreadOf(times), cpu: (user + system) / 1000 / (times.length * atOnce) };
}

function shown({ p50, p99, cpu }: Cost): string {
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, CPU ${cpu.toFixed(1)} ms a pair`;
}

void main();
