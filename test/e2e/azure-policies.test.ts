import { createHash } from 'node:crypto';
import type { Answer } from '../../tools/harness/exchange';
import { reached, type Metric } from '../../tools/harness/metrics';
import { folder, type Folder } from '../support/files';
import { startStack, type Ask, type Stack } from '../support/stack';

const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');

/** As the reference page has it, word for word. */
const DOCUMENTED = `<policies>
    <inbound>
        <base />
        <llm-semantic-cache-lookup
            score-threshold="0.05"
            embeddings-backend-id="llm-backend"
            embeddings-backend-auth="system-assigned">
            <vary-by>@(context.Subscription.Id)</vary-by>
        </llm-semantic-cache-lookup>
        <rate-limit calls="10" renewal-period="60" />
    </inbound>
    <outbound>
        <llm-semantic-cache-store duration="60" />
        <base />
    </outbound>
</policies>`;

const GLOBAL = `<policies>
  <inbound>
    <set-variable name="fromGlobal" value="yes" />
    <azure-openai-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e"
        ignore-system-messages="true" max-message-count="3">
      <vary-by>@(context.Request.Headers.GetValueOrDefault("x-tenant", "none"))</vary-by>
    </azure-openai-semantic-cache-lookup>
  </inbound>
  <outbound>
    <azure-openai-semantic-cache-store
        duration="@(context.Request.Headers.GetValueOrDefault("x-ttl","60") == "0" ? 0 : 90)" />
  </outbound>
</policies>`;

const WITH_BASE =
  '<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>';

const WITHOUT_BASE = '<policies><inbound /><backend><base /></backend><outbound><base /></outbound></policies>';

/** What people write around the pair: no streams, chat completions only. */
const CHOOSING = `<policies>
  <inbound>
    <choose>
      <when condition="@(!context.Request.Headers.GetValueOrDefault("Accept","").Contains("text/event-stream") && context.Request.Url.Path.EndsWith("/chat/completions"))">
        <include-fragment fragment-id="semantic-cache-lookup" />
      </when>
    </choose>
  </inbound>
  <outbound><llm-semantic-cache-store duration="{{ttl}}" /></outbound>
</policies>`;

const LOOKUP_FRAGMENT = `<fragment>
  <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e" embeddings-backend-auth="system-assigned">
    <vary-by>@(context.Subscription?.Id ?? "nobody")</vary-by>
    <vary-by>@(context.Request.Url.Path)</vary-by>
  </llm-semantic-cache-lookup>
</fragment>`;

const api = (id: string) => ({ id, path: `/${id}` });

describe('Azure policy documents', () => {
  let files: Folder;
  let stack: Stack;
  beforeAll(async () => {
    files = folder({
      'global.xml': GLOBAL,
      'documented.xml': DOCUMENTED.replaceAll('<base />', ''),
      'with-base.xml': WITH_BASE,
      'without-base.xml': WITHOUT_BASE,
      'choosing.xml': CHOOSING,
      'lookup.xml': LOOKUP_FRAGMENT,
    });
    const at = (name: string): string => `${files.path}/${name}.xml`;
    stack = await startStack({
      config: {
        policies: [],
        apis: ['documented', 'with-base', 'without-base', 'choosing', 'unwritten'].map(api),
        callers: {
          subscriptions: [
            { id: 'team-a', 'key-sha256': [sha256('key-a-1'), sha256('key-a-2')] },
            { id: 'team-b', 'key-sha256': sha256('key-b') },
          ],
        },
        azure: {
          global: at('global'),
          apis: {
            documented: at('documented'),
            'with-base': at('with-base'),
            'without-base': at('without-base'),
            choosing: at('choosing'),
          },
          fragments: { 'semantic-cache-lookup': at('lookup') },
          'named-values': { ttl: 120 },
        },
      },
    });
  });
  afterAll(async () => {
    await stack.stop();
    files.remove();
  });

  const call = (apiId: string, text: string, headers: Record<string, string> = {}): Ask => ({
    text,
    path: `/${apiId}/chat/completions`,
    // No credential but the one that a test gives.
    headers: { authorization: '', ...headers },
  });
  const outcome = ({ status, verdict, reason, stored }: Answer): string =>
    [status, verdict, reason, ...(stored ? ['stored'] : [])].join(' ');
  const ttlOf = ({ headers }: Answer): number => Number(/ttl=(\d+)/.exec(String(headers['cache-status']))?.[1]);

  it('the documented pair works as it is: an entry is shared by the keys of one subscription, for its duration', async () => {
    const asked = (key: string): Ask => call('documented', 'How do I close my account?', { 'api-key': key });
    expect(outcome(await stack.askAndKeep(asked('key-a-1')))).toBe('200 miss no-entry stored');
    const hit = await stack.ask(asked('key-a-2'));
    expect(outcome(hit)).toBe('200 hit exact');
    expect(ttlOf(hit)).toBeLessThanOrEqual(60);
    expect(hit.headers['x-semantic-cache-policy']).toBe('documented');
    expect(await stack.decision(asked('key-b'))).toBe('miss no-entry');
    const paraphrase = call('documented', 'How can I close my account?', { 'api-key': 'key-a-1' });
    expect(await stack.decision(paraphrase)).toBe('hit semantic');
  });

  it('a call without a subscription goes upstream, and nothing of it is kept', async () => {
    const asked = call('documented', 'Who am I to you?');
    expect(outcome(await stack.ask(asked))).toBe('200 bypass policy-fault');
    expect(outcome(await stack.ask(asked))).toBe('200 bypass policy-fault');
  });

  it('an API with <base /> has the outer scope, one without has not, and one without a document has it', async () => {
    const text = 'Which scope is this?';
    expect(outcome(await stack.askAndKeep(call('with-base', text)))).toBe('200 miss no-entry stored');
    expect(outcome(await stack.ask(call('with-base', text)))).toBe('200 hit exact');
    expect((await stack.ask(call('without-base', text))).verdict).toBe('untouched');
    expect(outcome(await stack.askAndKeep(call('unwritten', text)))).toBe('200 miss no-entry stored');
  });

  it('a duration by expression: 0 keeps nothing', async () => {
    const brief = call('with-base', 'How long does a second last?', { 'x-ttl': '0', 'x-tenant': 'brief' });
    expect(outcome(await stack.ask(brief))).toBe('200 miss no-entry');
    const usual = call('with-base', 'How long does an hour last?');
    await stack.askAndKeep(usual);
    expect(ttlOf(await stack.ask(usual))).toBeGreaterThan(60);
    expect(ttlOf(await stack.ask(usual))).toBeLessThanOrEqual(90);
  });

  it('what is not looked up is not kept: the store is skipped with its lookup', async () => {
    const text = 'Is this streamed?';
    const streamed = call('choosing', text, { accept: 'text/event-stream', 'api-key': 'key-a-1' });
    expect(outcome(await stack.ask(streamed))).toBe('200 bypass not-selected');
    const plain = call('choosing', text, { 'api-key': 'key-a-1' });
    const first = await stack.askAndKeep(plain);
    expect(outcome(first)).toBe('200 miss no-entry stored');
    expect(outcome(await stack.ask(plain))).toBe('200 hit exact');
    const { sum } = await stack.server.metrics();
    expect(sum('llm_semantic_cache_store_total', { reason: 'lookup-not-run' })).toBeGreaterThan(0);
  });

  it('a changed document applies while it runs; a broken one is refused with its place, and the old one stays', async () => {
    const { adminUrl } = stack.server;
    const reloads = (result: string): Metric => [
      'llm_semantic_cache_config_reloads_total',
      { of: 'configuration', result },
    ];
    files.write('documented.xml', DOCUMENTED.replaceAll('<base />', '').replace('duration="60"', 'duration="7200"'));
    await reached(adminUrl, reloads('applied'), 1);
    const asked = call('documented', 'For how long is this kept after the change?', { 'api-key': 'key-a-1' });
    await stack.askAndKeep(asked);
    expect(ttlOf(await stack.ask(asked))).toBeGreaterThan(3600);

    files.write('documented.xml', '<policies>\n  <inbound>\n    <llm-semantic-cache-store duration="1" />');
    await reached(adminUrl, reloads('refused'), 1);
    const { refused } = (await (await fetch(`${adminUrl}/policies`)).json()) as {
      refused: { configuration: { problems: readonly string[] } };
    };
    expect(refused.configuration.problems).toEqual([expect.stringMatching(/documented\.xml:3:\d+: /)]);
    expect(outcome(await stack.ask(asked))).toBe('200 hit exact');
  });

  it('longer conversations than max-message-count pass by; system messages are ignored as the document says', async () => {
    const dialog = (...roles: string[]) => ({
      messages: roles.map((role) => ({ role, content: `Said by the ${role}.` })),
    });
    const asked = (...roles: string[]): Ask => ({ ...call('with-base', ''), fields: dialog(...roles) });
    expect(outcome(await stack.ask(asked('user', 'assistant', 'user', 'assistant', 'user')))).toBe(
      '200 bypass too-many-messages',
    );
    expect(outcome(await stack.askAndKeep(asked('user', 'assistant', 'user')))).toBe('200 miss no-entry stored');
    expect(outcome(await stack.ask(asked('system', 'user', 'assistant', 'user')))).toBe('200 hit exact');
  });
});
