/**
 * What the verifier's guards do with labelled pairs: `node dist/tools/evaluate/guards.js [--show LABEL] FILE.jsonl …`.
 * A line is `{a, b, same}` or `{a, b, label}` (1: the two ask the same). `--show 0` lists the accepted pairs that are
 * labelled different, `--show 1` the refused ones that are labelled the same.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { firstVeto } from '../../src/verifier/guards';
import { tokenise } from '../../src/verifier/tokens';

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
}

function readPairs(file: string): Pair[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const { a, b, same, label } = JSON.parse(line) as { a: string; b: string; same?: unknown; label?: unknown };
    return { a, b, same: Number(same ?? label) === 1 };
  });
}

function verdictOf({ a, b }: Pair): string {
  return firstVeto(tokenise(a), tokenise(b)) ?? 'accepted';
}

function report(file: string, show: string | undefined): void {
  const pairs = readPairs(file);
  const started = performance.now();
  const verdicts = pairs.map(verdictOf);
  const perPair = ((performance.now() - started) * 1000) / pairs.length;
  console.log(`${basename(file)}: ${pairs.length} pairs, ${perPair.toFixed(0)} µs each`);
  for (const same of [true, false]) {
    const count = new Map<string, number>();
    pairs.forEach((pair, i) => {
      const verdict = verdicts[i] ?? '';
      if (pair.same === same) count.set(verdict, (count.get(verdict) ?? 0) + 1);
      if (pair.same === same && show === String(Number(same)) && (verdict === 'accepted') !== same)
        console.log(`  ${verdict}\n    ${pair.a}\n    ${pair.b}`);
    });
    summarise(same, count);
  }
}

function summarise(same: boolean, count: ReadonlyMap<string, number>): void {
  const total = [...count.values()].reduce((sum, n) => sum + n, 0);
  const accepted = count.get('accepted') ?? 0;
  const reasons = [...count].filter(([verdict]) => verdict !== 'accepted').sort(([, x], [, y]) => y - x);
  const share = total === 0 ? '-' : `${((100 * accepted) / total).toFixed(1)} %`;
  console.log(`  labelled ${same ? 'same' : 'different'}: ${accepted} of ${total} accepted (${share})`);
  console.log(`    refused: ${reasons.map(([reason, n]) => `${reason} ${n}`).join(', ') || 'none'}`);
}

const args = process.argv.slice(2);
const show = args[0] === '--show' ? args[1] : undefined;
const files = show === undefined ? args : args.slice(2);
if (files.length === 0) console.error('usage: guards.js [--show 0|1] FILE.jsonl …');
for (const file of files) report(file, show);
