/**
 * Simulates the learned threshold on synthetic traffic with known truth and prints the tables of docs/false-hit-bound.md:
 * `node dist/tools/simulate-bound/main.js [--seeds N] [--table bounds|log|turns]`. All of it takes some minutes.
 */
import { parseArgs } from 'node:util';
import type { LearnerSettings } from '../../src/calibration/learner';
import { SCENARIOS, turn, type Scenario } from './scenarios';
import { exceeds, oracleShare, simulate, type Outcome, type SharedLog } from './simulate';

interface Setting extends LearnerSettings {
  readonly candidates: number;
  readonly log?: SharedLog;
}

const USUAL = { maxFalseHitRate: 0.01, confidence: 0.95, configured: 0.8, checkShare: 0.02, youngShare: 0.2 };
const BOUNDS: readonly Setting[] = [
  { ...USUAL, candidates: 100_000 },
  { ...USUAL, maxFalseHitRate: 0.05, candidates: 20_000 },
  { ...USUAL, maxFalseHitRate: 0.05, confidence: 0.9, candidates: 20_000, checkShare: 0.1, youngShare: 0.5 },
  { ...USUAL, confidence: 0.9, candidates: 50_000, checkShare: 0.005, youngShare: 0.05 },
];
const LOGS: readonly Setting[] = [{ ...USUAL, candidates: 50_000, log: { delay: 50, restarts: 10, kept: 3000 } }];
const LOG_SCENARIOS = ['easy', 'graded', 'just below', 'just above', 'edge', 'traffic sinks', 'sudden', 'slow'];
const TURNS = [1.5, 2, 3, 5, 10, 30, 100];

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '200' }, table: { type: 'string' } } });
const seeds = Number(values.seeds);

function runsOf(setting: Setting, scenario: Scenario): readonly Outcome[] {
  const { candidates, log } = setting;
  return Array.from({ length: seeds }, (_, seed) =>
    simulate({ settings: setting, scenario, candidates, seed, ...(log && { log }) }),
  );
}

function printBounds(setting: Setting, scenarios: readonly Scenario[]): void {
  const { maxFalseHitRate, confidence, checkShare, youngShare, candidates, log } = setting;
  const kept = log && `, labels ${log.delay} candidates late, ${log.restarts} restarts with the last ${log.kept}`;
  console.log(
    `\nbound ${percent(maxFalseHitRate)}, confidence ${percent(confidence)}, check shares ${percent(checkShare)} and ` +
      `${percent(youngShare)}, ${candidates} candidates a run, ${seeds} runs${kept ?? ''}\n`,
  );
  printRow(
    'traffic',
    'over the bound',
    'served',
    'of the oracle',
    'false, mean',
    'false, worst',
    'hits checked',
    'first served after',
  );
  printRow(...Array.from({ length: 8 }, () => '---'));
  for (const scenario of scenarios)
    printRow(scenario.name, ...summary(scenario, runsOf(setting, scenario), maxFalseHitRate));
}

function summary(scenario: Scenario, runs: readonly Outcome[], bound: number): string[] {
  const rates = runs.filter((run) => run.served > 0).map((run) => run.falseServed / run.served);
  const share = mean(runs.map((run) => run.served / run.candidates));
  const oracle = oracleShare(scenario);
  const firsts = runs.flatMap((run) => run.firstServed ?? []).sort((a, b) => a - b);
  const hits = sum(runs.map((run) => run.hits));
  return [
    `${runs.filter((run) => exceeds(run, bound)).length} of ${runs.length}`,
    percent(share),
    oracle === 0 ? '–' : percent(share / oracle),
    rates.length === 0 ? '–' : percent(mean(rates)),
    rates.length === 0 ? '–' : percent(Math.max(...rates)),
    hits === 0 ? '–' : percent(sum(runs.map((run) => run.checked)) / hits),
    firsts.length === 0 ? 'never' : `${firsts[Math.floor(firsts.length / 2)]} (${firsts.length} runs)`,
  ];
}

/** What a sudden turn costs: everything that is served afterwards is served by mistake. */
function printTurns(setting: Setting): void {
  console.log(
    `\nturns of traffic: bound ${percent(setting.maxFalseHitRate)}, ${setting.candidates} candidates, ${seeds} runs\n`,
  );
  printRow(
    'rate afterwards',
    'over the bound',
    'served afterwards, mean',
    'false of these, mean',
    'false, exceeded by one run in 20',
  );
  printRow(...Array.from({ length: 5 }, () => '---'));
  for (const multiple of TURNS) {
    const runs = runsOf(setting, turn('', multiple));
    const late = runs.map((run) => run.late.falseServed).sort((a, b) => a - b);
    printRow(
      percent(Math.min(1, multiple * setting.maxFalseHitRate)),
      `${runs.filter((run) => exceeds(run, setting.maxFalseHitRate)).length} of ${runs.length}`,
      mean(runs.map((run) => run.late.served)).toFixed(0),
      mean(late).toFixed(0),
      `${late[Math.floor(0.95 * late.length)]}`,
    );
  }
}

function printRow(...cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

const wanted = (table: string): boolean => values.table === undefined || values.table === table;
if (wanted('bounds')) for (const setting of BOUNDS) printBounds(setting, SCENARIOS);
if (wanted('log'))
  for (const setting of LOGS)
    printBounds(
      setting,
      SCENARIOS.filter(({ name }) => LOG_SCENARIOS.includes(name)),
    );
if (wanted('turns')) printTurns({ ...USUAL, candidates: 100_000 });
