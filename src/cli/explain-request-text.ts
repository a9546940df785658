import { verdictInWords } from '../core/reason-words';
import { NOTHING_SERVED } from '../core/thresholds';
import type { BypassAnswer, CandidateAnswer, LookupAnswer } from './explain-answer';
import type { ExplainedCall } from './explain-call';
import { textTable } from './text-table';

/** Features that are named of a candidate. */
const SHARES_SHOWN = 3;
const TEXT_SHOWN = 60;

/** What a server says of a call, for people. */
export function explainedLines(answer: LookupAnswer | BypassAnswer, call: ExplainedCall): readonly string[] {
  const lines = 'candidates' in answer ? lookupLines(answer as LookupAnswer, call) : bypassLines(answer, call);
  // Stored questions and names of models come from anybody: none may steer the terminal.
  return [verdictInWords(answer.verdict), '', ...lines].map((line) => line.replace(/\p{Cc}/gu, ' '));
}

type Row = readonly string[];

function bypassLines({ policy, dialect, problem }: BypassAnswer, call: ExplainedCall): readonly string[] {
  return textTable([
    ['call', callText(call)],
    ['policy', policy ?? 'none'],
    ['dialect', dialect ?? 'none'],
    ...(problem === undefined ? [] : [['problem', problem]]),
  ]);
}

function lookupLines(answer: LookupAnswer, call: ExplainedCall): readonly string[] {
  const { policy, dialect, model, partition, id, entry, lookup, embedding, checkShare, phases, candidates } = answer;
  return [
    ...textTable([
      ['call', callText(call)],
      ['policy', policy],
      ['dialect', dialect],
      ['model', model],
      ['partition', partition],
      ['id', `${id} (of this very question, stored or not)`],
      ...(entry === undefined ? [] : [['entry', entry]]),
      ['lookup', lookupText(lookup)],
      ['embedding', embedding ?? 'not needed'],
      ...(checkShare === undefined ? [] : [['checks', `${percent(checkShare)} of such hits go upstream as well`]]),
      ['phases', phasesText(phases)],
    ]),
    '',
    ...textTable(figureRows(answer)),
    '',
    ...(candidates.length === 0 ? ['no candidates'] : textTable(candidateRows(candidates))),
  ];
}

/** As it was asked about; of headers the names alone. */
function callText({ method, path, authority, headers }: ExplainedCall): string {
  const names = Object.keys({ ...(headers as object | undefined) }).map((name) => name.toLowerCase());
  const at = typeof authority === 'string' ? `authority ${authority}` : 'no authority';
  return [
    `${typeof method === 'string' ? method : 'POST'} ${typeof path === 'string' ? path : ''}`,
    ...(names.includes('host') && authority === undefined ? [] : [at]),
    names.length === 0 ? 'no headers' : `headers ${names.join(' ')}`,
  ].join(', ');
}

function lookupText({ verify, semantic, candidates, shadow }: LookupAnswer['lookup']): string {
  const tier = semantic ? `verify ${verify}, up to ${candidates} candidates` : 'the very same question only';
  return shadow ? `${tier}, shadow` : tier;
}

function phasesText(phases: LookupAnswer['phases']): string {
  return Object.entries(phases)
    .map(([phase, milliseconds]) => `${phase} ${milliseconds.toFixed(1)} ms`)
    .join(', ');
}

function figureRows({ similarity, score, needed, lookup: { verify } }: LookupAnswer): readonly Row[] {
  const { learnedScore, secondOpinion } = needed;
  return [
    ['similarity', decimal(similarity), `needed: ${needed.similarity}`],
    ['score', decimal(score), `needed: ${short(needed.score)} (verify ${verify})`],
    ...(learnedScore === undefined ? [] : [['', '', `learned: ${learnedText(learnedScore)}`]]),
    ...(secondOpinion === undefined ? [] : [['second opinion', '', `needed: ${short(secondOpinion)}`]]),
  ];
}

function learnedText(score: number): string {
  return score >= NOTHING_SERVED ? 'nothing is served by meaning, yet or any more' : short(score);
}

function candidateRows(candidates: readonly CandidateAnswer[]): readonly Row[] {
  const rows = candidates.map((candidate): Row => {
    const { entry, similarity, outcome, verification, secondOpinion, text } = candidate;
    const { score, vetoes, shares } = verification;
    return [
      entry,
      decimal(similarity),
      decimal(score),
      outcome,
      vetoes.join(', '),
      opinionText(secondOpinion),
      sharesText(shares),
      text === undefined ? '' : excerpt(text),
    ];
  });
  const head: Row = [
    'candidate',
    'similarity',
    'score',
    'outcome',
    'vetoes',
    'second opinion',
    'greatest shares (log-odds)',
    'text',
  ];
  // What none of them has is not shown.
  const shown = head.map((_, column) => rows.some((row) => row[column] !== ''));
  return [head, ...rows].map((row) => row.filter((_, column) => shown[column]));
}

function opinionText(opinion: CandidateAnswer['secondOpinion']): string {
  if (opinion === undefined) return '';
  return opinion.probability === undefined ? opinion.kind : opinion.probability.toFixed(4);
}

function sharesText(shares: CandidateAnswer['verification']['shares']): string {
  return [...shares]
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .slice(0, SHARES_SHOWN)
    .filter(({ share }) => share !== 0)
    .map(({ feature, share }) => `${feature} ${share < 0 ? '' : '+'}${share.toFixed(2)}`)
    .join(', ');
}

/** The beginning, in one line. */
function excerpt(text: string): string {
  const characters = Array.from(text.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim());
  return characters.length > TEXT_SHOWN ? `${characters.slice(0, TEXT_SHOWN - 1).join('')}…` : characters.join('');
}

function decimal(figure: number | null | undefined): string {
  return figure?.toFixed(4) ?? '-';
}

function short(figure: number): string {
  return String(Number(figure.toFixed(4)));
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
