import { refusalInWords } from '../core/reason-words';
import type { Explanation } from '../core/verifier';
import { embeddedText, judge, type Judgement, type Rule } from '../evaluation/judge';
import { CommandError } from './command-error';
import { jsonText } from './evaluation-report';
import { textFlag } from './flag-values';
import type { Flags, FlagValues } from './flags';
import { judgingTerms } from './judging-flags';
import type { PipedProcess } from './process';
import { textTable } from './text-table';
import { withJudges, type Bench } from './with-judges';

/** Says whether a text would be answered from another one's entry, and why. */
export async function explainPair(flags: Flags, host: PipedProcess): Promise<number> {
  const texts = [filled(flags.values, 'a'), filled(flags.values, 'b')] as const;
  const terms = judgingTerms(flags, host);
  const explained = await withJudges(terms, (bench) => explainTexts(texts, bench));
  if (terms.json) host.print(jsonText(asJson(explained)));
  else for (const line of asText(explained)) host.print(line);
  return 0;
}

function filled(values: FlagValues, name: 'a' | 'b'): string {
  const text = textFlag(values, name)?.trim();
  if (text === undefined) throw new CommandError('wrong usage: explain needs --a TEXT and --b TEXT', 2);
  if (text === '') throw new CommandError(`--${name}: must not be empty`, 2);
  return text;
}

type Verdict = 'exact-hit' | 'semantic-hit' | 'miss';

interface Explained {
  readonly rule: Rule;
  readonly judgement: Judgement;
  readonly verdict: Verdict;
  /** `undefined` where no similarity could be worked out. */
  readonly explanation: Explanation | undefined;
}

async function explainTexts([a, b]: readonly [string, string], { judges, rule }: Bench): Promise<Explained> {
  const embeddings = await judges.embedAll([a, b]);
  const judgement = judge(embeddedText(a, embeddings), embeddedText(b, embeddings), rule, judges.verifier);
  const { similarity } = judgement;
  const explanation =
    similarity === undefined ? undefined : judges.verifier.explain({ asked: a, stored: b, similarity }, rule.mode);
  return { rule, judgement, explanation, verdict: verdictOf(judgement, rule) };
}

function verdictOf({ exact, score }: Judgement, { threshold }: Rule): Verdict {
  if (exact) return 'exact-hit';
  return score >= threshold ? 'semantic-hit' : 'miss';
}

function asJson({ rule, judgement, verdict, explanation }: Explained): object {
  return {
    verdict,
    reason: verdict === 'miss' ? judgement.refusal : undefined,
    mode: rule.mode,
    similarity: judgement.similarity,
    minSimilarity: rule.minSimilarity,
    score: explanation?.score,
    threshold: rule.threshold,
    vetoes: explanation?.vetoes ?? [],
    shares: explanation?.shares ?? [],
  };
}

function asText({ rule, judgement, verdict, explanation }: Explained): readonly string[] {
  const { similarity, refusal } = judgement;
  const { shares = [], vetoes = [] } = explanation ?? {};
  return [
    inWords(verdict, refusal),
    '',
    ...textTable([
      ['similarity', similarity?.toFixed(4) ?? '-', `needed: ${rule.minSimilarity}`],
      [
        'score',
        explanation?.score.toFixed(4) ?? '-',
        `needed: ${Number(rule.threshold.toFixed(4))} (verify ${rule.mode})`,
      ],
      ['vetoes', vetoes.length === 0 ? 'none' : vetoes.join(', ')],
    ]),
    ...(shares.length === 0 ? [] : ['', ...textTable(shareRows(shares))]),
  ];
}

function inWords(verdict: Verdict, refusal: Judgement['refusal']): string {
  switch (verdict) {
    case 'exact-hit':
      return 'hit: the texts are equal, which needs no verification';
    case 'semantic-hit':
      return 'hit: similar enough, no difference that rules it out, and the score is high enough';
    case 'miss':
      return `miss (${refusal}): ${refusalInWords(refusal)}`;
  }
}

function shareRows(shares: Explanation['shares']): readonly (readonly string[])[] {
  const rows = shares.map(({ feature, value, share }) => [
    feature,
    value.toFixed(3),
    `${share < 0 ? '' : '+'}${share.toFixed(3)}`,
  ]);
  return [['feature', 'value', 'share (log-odds)'], ...rows];
}
