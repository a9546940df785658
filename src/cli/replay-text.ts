import type { Comparisons, Replayed, ShownHit } from '../app/replay';
import type { Half } from '../replay/over-time';
import { decimal, percent, withInterval } from './evaluate-text';
import type { ReplayFlags } from './replay-options';
import type { RecordingFacts } from './replay-recording';
import { counted, hitsOf, otherShare, shareOf, tokenSums, tokensOf, totalOf } from './replay-figures';
import { sizeText, timeText } from './progress-text';
import { textTable } from './text-table';

/** A recording, and what became of it. */
export interface ReplayRun {
  readonly found: Replayed;
  readonly facts: RecordingFacts;
}

/** The same recording by other terms. */
export interface ComparedRun {
  /** The terms as the user wrote them. */
  readonly called: string;
  readonly found: Replayed;
}

/** What is served by other terms, beside what was. */
export function comparisonLines({ found }: ReplayRun, others: readonly ComparedRun[]): readonly string[] {
  if (others.length === 0) return [];
  const row = (called: string, of: Replayed): readonly string[] => [
    called,
    percent(shareOf(hitsOf(of), of.lookedUp)),
    String(of.hits.exact ?? 0),
    String(of.hits.semantic ?? 0),
    String(tokensOf(of)),
    otherAnswers(of.answers.semantic),
  ];
  const head = ['', 'hit rate', 'exact', 'semantic', 'tokens saved', 'another answer by meaning'];
  const rows = [row('as configured', found), ...others.map(({ called, found: other }) => row(called, other))];
  return ['', ...textTable([head, ...rows])];
}

/** For people. */
export function replayLines(run: ReplayRun, { file, show, intervalMs }: ReplayFlags): readonly string[] {
  const { found, facts } = run;
  const name = file === '-' ? 'standard input' : file;
  const times = [facts.from, facts.to].map((at) => (at === undefined ? '-' : new Date(at).toISOString()));
  return [
    `${name}: ${counted(facts.calls, 'call')}${facts.withTime > 0 ? `, ${times.join(' to ')}` : ''}`,
    ...faultLines(run, name),
    ...assumptions(run, intervalMs).map((line) => `  ${line}`),
    '',
    ...textTable(decisionRows(found)),
    '',
    ...textTable(savedRows(run)),
    '',
    ...answerLines(run),
    ...shownLines(found.shown, show),
    ...failureLines(found),
  ];
}

function decisionRows(found: Replayed): readonly (readonly string[])[] {
  const { calls, lookedUp, hits, misses, bypasses, stores } = found;
  const part = (count: number | undefined): readonly string[] => [
    String(count ?? 0),
    `${percent(shareOf(count ?? 0, lookedUp))} of them`,
  ];
  const reasons = (counts: Readonly<Record<string, number>>): readonly (readonly string[])[] =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => [`    ${reason}`, String(count)]);
  const bypassed = totalOf(bypasses);
  const refused = totalOf(stores.refused);
  return [
    ['looked up', String(lookedUp), `${percent(shareOf(lookedUp, calls))} of the calls`],
    ['  hits', ...part(hitsOf(found))],
    ['    exact', ...part(hits.exact)],
    ['    semantic', ...part(hits.semantic)],
    ...(hits.coalesced === undefined ? [] : [['    coalesced', ...part(hits.coalesced)]]),
    ['  misses', ...part(totalOf(misses))],
    ...reasons(misses),
    ['left alone', String(bypassed), ...(bypassed === 0 ? [] : [`${percent(shareOf(bypassed, calls))} of the calls`])],
    ...reasons(bypasses),
    ['answers stored', String(stores.stored)],
    ...(refused === 0 ? [] : [['answers refused', String(refused)]]),
    ...reasons(stores.refused),
    ['in the store at the end', String(found.store.entries), sizeText(found.store.bytes)],
    ['hit rate, first half', ...halfCells(found.halves[0])],
    ['hit rate, second half', ...halfCells(found.halves[1])],
  ];
}

function halfCells({ hits, lookedUp }: Half): readonly string[] {
  return [percent(shareOf(hits, lookedUp)), `${hits} of ${lookedUp}`];
}

function savedRows({ found: { saved, money, ...found } }: ReplayRun): readonly (readonly string[])[] {
  const { prompt, completion } = tokenSums(saved);
  const known = hitsOf(found) - saved.hitsWithoutTokens;
  const timed = hitsOf(found) - saved.hitsWithoutTime;
  return [
    ['would have saved', `${prompt} prompt and ${completion} completion tokens`, `(of ${counted(known, 'hit')})`],
    ['', `${timeText(saved.upstreamMs / 1000)} of the upstream's time`, `(of ${counted(timed, 'hit')})`],
    ...(money === undefined || known === 0
      ? []
      : [
          [
            '',
            `${amountOf(money.amount)} ${money.currency}`,
            `(prices of ${money.pricesAsOf}${money.unpricedHits === 0 ? '' : `; no price for the model of ${counted(money.unpricedHits, 'hit')}`})`,
          ],
        ]),
    ...(saved.hitsWithoutTokens === 0
      ? []
      : [['', `tokens are not recorded of ${counted(saved.hitsWithoutTokens, 'hit')}: not in the sums`]]),
  ];
}

/** In full cents, unless that would be none. */
function amountOf(amount: number): string {
  return amount >= 1 || amount === 0 ? amount.toFixed(2) : String(Number(amount.toPrecision(2)));
}

/** What had to be assumed; each of it changes the hit rate. */
function assumptions({ found, facts }: ReplayRun, intervalMs: number): readonly string[] {
  const { calls, withTime, withAnswer, withUpstreamTime, withCaller, callers, late, messagesOnly } = facts;
  const policies = Object.entries(found.policies).map(([name, count]) => `${name} (${count})`);
  return [
    `policies: ${policies.length === 0 ? 'none covers any of them' : policies.join(', ')}`,
    withCaller === calls
      ? `callers: ${callers} in the recording`
      : withCaller === 0
        ? 'callers: none recorded, so all calls are taken to be of one (see --caller); more callers share less'
        : `callers: ${callers} in the recording; ${calls - withCaller} calls do not say whose they are, and are taken to be of one`,
    ...(withTime === calls
      ? []
      : [`times: ${calls - withTime} calls have none; they are taken to come every ${timeText(intervalMs / 1000)}`]),
    ...(late === 0 ? [] : [`times: ${late} calls came far too late in the file, and are replayed where they stand`]),
    ...(withUpstreamTime === calls
      ? []
      : [`upstream: ${calls - withUpstreamTime} calls do not say how long it took; their answers are stored at once`]),
    ...(withAnswer === calls
      ? []
      : [`answers: ${calls - withAnswer} are not recorded; they are taken to be whole and fit to be stored`]),
    ...(messagesOnly === 0
      ? []
      : [
          `requests: ${messagesOnly} are recorded by their messages alone; those that differ in parameters only (temperature, tools …) count as equal`,
        ]),
    ...found.shadowed.map((name) => `policy ${name} only looks (shadow); it is replayed as if it served`),
    ...found.bounded.map(
      (name) =>
        `policy ${name} bounds its false hits: it serves by meaning only what it has learned to, from recorded answers`,
    ),
  ];
}

/** What is known of how right the hits are. */
function answerLines({ found: { answers, hits } }: ReplayRun): readonly string[] {
  const semantic = totalOf(answers.semantic);
  const head =
    (hits.semantic ?? 0) === 0
      ? []
      : [
          'How often a semantic hit would be WRONG is not known from this: read some (--show semantic), measure with',
          '"evaluate" and "calibrate", or let the policy bound it (maxFalseHitRate).',
        ];
  if (semantic + totalOf(answers.exact) === 0) return [...head, ''];
  return [
    ...head,
    'Recorded answers beside those that would have been served:',
    ...textTable([
      ['  hits', 'compared', 'same', 'different', 'uncertain', 'another answer'],
      ['  semantic', ...comparisonCells(answers.semantic)],
      ['  exact', ...comparisonCells(answers.exact)],
    ]),
    '  From what is surely another answer to all that may be; intervals hold 95 %. A model answers one question differently',
    '  at times: the exact hits show how often.',
    '',
  ];
}

function comparisonCells(of: Comparisons): readonly string[] {
  return [String(totalOf(of)), String(of.same), String(of.different), String(of.uncertain), otherAnswers(of)];
}

/** From what is surely different to all that is not surely the same, and the interval around both. */
function otherAnswers(of: Comparisons): string {
  const { least, most, interval } = otherShare(of);
  const share = least === most ? percent(least) : `${percent(least)} to ${percent(most)}`;
  return least === undefined ? '-' : withInterval(share, interval, percent);
}

function shownLines(shown: readonly ShownHit[], show: ReplayFlags['show']): readonly string[] {
  if (show.length === 0) return [];
  if (shown.length === 0) return ['there is no such hit', ''];
  return [
    `Would-be hits, the least sure first (${shown.length}):`,
    ...shown.flatMap((hit) => [
      `  #${hit.number} ${hit.reason}, similarity ${decimal(hit.similarity)}` +
        (hit.score === undefined ? '' : `, score ${decimal(hit.score)}`) +
        `, ${timeText(hit.ageSeconds)} old` +
        (hit.answers === undefined ? '' : `, answers: ${hit.answers.comparison}`),
      `    asked   ${oneLine(hit.asked)}`,
      `    stored  ${hit.stored === undefined ? '(store.prompts does not keep it)' : oneLine(hit.stored)}`,
      ...(hit.answers === undefined
        ? []
        : [`    served  ${oneLine(hit.answers.stored.text)}`, `    was     ${oneLine(hit.answers.recorded.text)}`]),
    ]),
    '',
  ];
}

function faultLines({ facts: { faults } }: ReplayRun, name: string): readonly string[] {
  if (faults.total === 0) return [];
  const more = faults.total - faults.shown.length;
  return [
    `${counted(faults.total, 'line')} left out:`,
    ...faults.shown.map(({ number, problem }) => `  ${name}:${number}: ${problem}`),
    ...(more === 0 ? [] : [`  and ${more} more`]),
  ];
}

function failureLines({ failures }: Replayed): readonly string[] {
  return Object.entries(failures).map(([where, count]) => `warning: ${where} failed ${counted(count, 'time')}`);
}

const LONGEST_SHOWN = 300;

/** Control characters of a prompt are not for a terminal. */
function oneLine(text: string): string {
  const plain = Array.from(text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim());
  return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN - 1).join('')}…` : plain.join('');
}
