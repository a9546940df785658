import { POLICY_SURROUNDINGS } from '../../src/config/load';
import { compilePolicies, type CompiledPolicies } from '../../src/policy/compile';
import type { PolicySources } from '../../src/policy/sources';
import type { RequestHead, ResponseHead } from '../../src/core/exchange';
import { currentLoad, describeMachine } from '../machine';
import { median } from '../statistics';
import { CASES, many } from './cases';

const ROUNDS = 9;
const CALLS = 20_000;
const LOADED = 1000;
/** What the costs are to stay within. */
const MOST_MICROSECONDS = 20;
const MOST_LOAD_MS = 1000;

const BODY = Buffer.from(
  JSON.stringify({ model: 'gpt-4o', user: 'u', messages: [{ role: 'user', content: 'How do I close my account?' }] }),
);
const HEAD: RequestHead = {
  method: 'POST',
  authority: 'api.example.com',
  path: '/v1/chat/completions',
  query: '',
  headers: new Map([
    ['authorization', 'Bearer sk-bench'],
    ['api-key', 'key-of-a-team'],
    ['content-type', 'application/json'],
    ['x-tier', 'gold'],
  ]),
  directives: { noStore: false, noCache: false, onlyIfCached: false },
};
const ANSWER: ResponseHead = {
  status: 200,
  headers: new Map([['content-type', 'application/json']]),
  fromUpstream: true,
};

/** What policies cost a call, and what loading many of them costs. */
export function benchPolicies(say: (line: string) => void): void {
  const { cores, processor, node } = describeMachine();
  say(`${cores} cores (${processor}), Node ${node}, load average at the start ${currentLoad()}`);
  const compiled = CASES.map(({ name, sources }) => ({ name, policies: load(sources) }));
  // All in turn in each round: what disturbs one disturbs its neighbours.
  const rounds = Array.from({ length: ROUNDS + 1 }, () =>
    compiled.map(({ policies }) => microsecondsPerCall(policies)),
  );
  const costs = compiled.map((_, i) => median(rounds.slice(1).map((round) => round[i] ?? NaN)));
  console.log(`cost of a call, request and answer, median of ${ROUNDS} rounds of ${CALLS} calls:`);
  compiled.forEach(({ name }, i) => {
    const cost = costs[i] ?? NaN;
    console.log(`  ${name.padEnd(32)} ${cost.toFixed(2)} µs  × ${(cost / (costs[0] ?? NaN)).toFixed(1)}`);
  });
  verdict('dearest call', Math.max(...costs), MOST_MICROSECONDS, 'µs');
  for (const { name, sources } of many(LOADED)) {
    const ms = median(Array.from({ length: 3 }, () => timed(() => load(sources))));
    verdict(`loading ${name}`, ms, MOST_LOAD_MS, 'ms');
  }
}

function load(sources: PolicySources): CompiledPolicies {
  const policies = compilePolicies(sources, POLICY_SURROUNDINGS);
  if (policies.problems.length > 0) throw new Error(policies.problems.join('\n'));
  return policies;
}

function microsecondsPerCall({ set }: CompiledPolicies): number {
  const ms = timed(() => {
    for (let call = 0; call < CALLS; call++) {
      const run = set.match(HEAD);
      const asked = run?.onRequest(BODY);
      const kept = run?.onResponse(ANSWER, undefined);
      if (asked?.kind !== 'lookup' || kept?.kind !== 'store')
        throw new Error(`neither looked up nor kept: ${JSON.stringify([asked, kept])}`);
    }
  });
  return (ms * 1000) / CALLS;
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function verdict(what: string, measured: number, limit: number, unit: string): void {
  console.log(
    `${measured <= limit ? 'met    ' : 'NOT MET'}  ${what}: ${measured.toFixed(1)} ${unit} (limit ${limit} ${unit})`,
  );
}
