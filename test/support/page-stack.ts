import { BOUNDED_POLICY } from './bounded-policy';
import { folder } from './files';
import { rewordings } from './rewordings';
import { settled, startStack, type Ask, type Stack } from './stack';
import { until } from '../../tools/harness/waiting';

export const TOKENS = {
  view: 'token-that-may-view-only',
  read: 'token-that-may-read-only',
  change: 'token-that-may-change-all',
} as const;

const SHADOW = { host: 'shadow.test' };
export const BOUNDED = { host: 'bounded.test' };

/** What people might ask to have something run in an operator's browser, or to have him read something else than stands there. */
export const HOSTILE = [
  '<img src=x onerror="window.hacked = 1">',
  '<script>window.hacked = 2</script>',
  '"><svg onload=window.hacked=3><a href="javascript:window.hacked=4">here</a>',
  'javascript:window.hacked=5',
  '${window.hacked=6} {{constructor.constructor("window.hacked=7")()}} <%= window.hacked=8 %>',
  'invoice \u202Efdp.exe\u202C with a\u200Bhidden\u200Bspace and \u{E0041}tags',
  `<b>${'ten thousand characters '.repeat(420)}</b>`,
] as const;

/** A stack whose policies give every kind of outcome, with tokens for each right. */
export async function startPageStack(): Promise<Stack> {
  const files = folder({ view: TOKENS.view, read: TOKENS.read, change: TOKENS.change });
  const file = (name: string): string => `${files.path}/${name}`;
  const stack = await startStack({
    config: {
      admin: { 'token-file': file('change'), 'read-token-file': file('read'), 'view-token-file': file('view') },
      prices: {
        currency: 'EUR',
        shipped: false,
        'as-of': '2026-01-31',
        models: [{ model: 'test-*', prompt: 1000, completion: 5000 }],
      },
      policies: [
        {
          name: 'looks-only',
          match: { hosts: [SHADOW.host] },
          lookup: { scoreThreshold: 0.2 },
          store: { ttl: 600 },
          shadow: true,
        },
        { ...BOUNDED_POLICY, name: 'bounded', match: { hosts: [BOUNDED.host] } },
        { name: 'open', lookup: { scoreThreshold: 0.2 }, store: { ttl: 3600 } },
      ],
    },
  });
  return {
    ...stack,
    stop: async () => {
      await stack.stop();
      files.remove();
    },
  };
}

const PASSWORD = 'How do I reset my password?';

/**
 * Calls through Envoy until there were exact, semantic and shadow hits, misses and bypasses of several reasons, answers that were not kept,
 * and checks of a policy with a bound.
 */
export async function makeTraffic(stack: Stack): Promise<void> {
  const ask = (text: string, more: Omit<Ask, 'text'> = {}) => stack.askAndKeep({ text, ...more });
  await ask(PASSWORD);
  await ask('What is the refund policy for orders older than 30 days?');
  await answered(stack, { text: PASSWORD }, 'exact');
  await answered(stack, { text: 'How can I reset my password?' }, 'semantic');
  await ask('What is the refund policy for orders older than 60 days?');
  await ask('Which countries do you ship to?');
  await ask(PASSWORD, { headers: SHADOW });
  await answered(stack, { text: PASSWORD, headers: SHADOW }, 'shadow-exact');
  await answered(stack, { text: 'How can I reset my password?', headers: SHADOW }, 'shadow-semantic');
  await ask('Not to be kept', { headers: { 'cache-control': 'no-store' } });
  await ask('A call of another kind', { path: '/v1/moderations' });
  // Announced as kept at its head, and at its end not fit for that.
  await stack.ask({ text: 'Cut off', headers: { 'x-script': 'length' } });
  for (const text of HOSTILE) await ask(text);
  const texts = rewordings();
  for (const wanted of ['threshold-learning', 'semantic', 'check'])
    await until(`"${wanted}" of the policy with a bound`, async () => {
      const { reason } = await ask(texts.next().value, { headers: BOUNDED });
      return reason === wanted || undefined;
    });
  await quiet(stack);
}

/** Until the machine has had the time for it. */
async function answered(stack: Stack, call: Ask, wanted: string): Promise<void> {
  await until(`an answer that is "${wanted}"`, async () => (await stack.ask(call)).reason === wanted || undefined);
}

/** Until nothing is on its way to the store any more, and no answer is being compared. */
async function quiet({ server }: Stack): Promise<void> {
  let before = -1;
  await until('the end of what goes on behind the calls', async () => {
    const metrics = await server.metrics();
    const busy = ['write_queue_entries', 'checks_waiting', 'extproc_streams_active'].some(
      (name) => metrics.gauge(`llm_semantic_cache_${name}`) > 0,
    );
    const now = (await settled(server)) + metrics.sum('llm_semantic_cache_checks_total');
    const same = now === before;
    before = now;
    return (same && !busy) || undefined;
  });
}
