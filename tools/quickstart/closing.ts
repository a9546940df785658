import type { Answer } from '../harness/exchange';
import type { Outcome } from './guide';
import type { Savings } from './savings';
import type { Stack } from './stack';
import { TOUR } from './tour';

/** What the upstream was spared, in a sentence. */
export function spared({ calls, tokens, seconds }: Savings): string {
  return `The upstream was spared ${calls} calls, ${tokens} tokens and ${seconds.toFixed(1)} seconds of work.`;
}

/** That the expired entry has left the disk. */
export function swept(outcomes: readonly Outcome[]): string {
  const sweep = outcomes.map((outcome) => outcome.sweep).find((s) => s !== undefined);
  return sweep
    ? `The sweeper removed the expired entry: ${sweep.before} entries on disk before, ${sweep.after} after.`
    : '';
}

/** What older runs left behind. */
export function older(entries: number, answer: Answer | undefined): string {
  if (entries === 0) return 'The store was empty at the start; the next start finds what this one leaves.';
  const proof =
    answer?.verdict === 'hit'
      ? ` The last run's first question, asked again: HIT ${answer.reason ?? ''}, ${answer.ageSeconds ?? 0} s old.`
      : '';
  return `The store held ${entries} entries of older runs at the start.${proof}`;
}

/** Commands to go on by hand. The key is this tour's, so that its entries answer. */
export function byHand({ envoy, adminUrl, adminToken, upstreamUrl, store }: Stack, apiKey: string): string {
  const question = TOUR[0]?.question ?? '';
  const ask = (text: string, more = ''): string =>
    `  curl -si ${envoy.url}/v1/chat/completions -H 'content-type: application/json' \\\n` +
    `    -H 'authorization: Bearer ${apiKey}' -H 'x-tenant: acme' \\\n` +
    `    -d '{"model":"sample-model","messages":[{"role":"user","content":"${text}"}]${more}}'`;
  return [
    `Look at it in a browser: ${adminUrl}/ (entries and changes ask for the token ${adminToken})`,
    '',
    'Go on by hand; the header cache-status says what happened:',
    ask(question),
    ask('Please, how do I turn on dark mode in the app?', ',"stream":true'),
    `  curl -s ${adminUrl}/metrics        # what the cache counted`,
    `  curl -s ${adminUrl}/readyz         # whether it can serve, and if not, why`,
    `  curl -s ${upstreamUrl}/calls          # completion calls that reached the sample upstream`,
    `  curl -s ${envoy.adminUrl}/stats?filter=ext_proc`,
    ...store.byHand,
  ].join('\n');
}
