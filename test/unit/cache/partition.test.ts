import { exactKeyOf, keptText, partitionOf, type Privacy } from '../../../src/cache/partition';
import type { DigestedRequest } from '../../../src/core/dialect';
import type { RequestHead } from '../../../src/core/exchange';

const PRIVACY: Privacy = { secret: Buffer.from('secret'), prompts: 'clear', encrypted: false };
const head: RequestHead = {
  method: 'POST',
  authority: 'api.example.com',
  path: '/v1/chat/completions',
  query: '',
  headers: new Map(),
  directives: undefined,
};
const request: DigestedRequest = {
  dialect: 'openai-chat',
  model: 'm',
  fingerprint: 'f0',
  fingerprintWithoutSystem: 'w0',
  messageCount: 1,
  comparedText: 'hello',
  exactOnly: false,
  rendering: { form: 'json', includeUsage: true, echo: {} },
};
const identity = { kind: 'known', values: [['credential', 'c']] } as const;
const base = { policy: 'p', ignoreSystemMessages: false, head, request, identity, privacy: PRIVACY };

describe('partition', () => {
  it('does not depend on the compared text nor on the form of the answer', () => {
    const other: DigestedRequest = {
      ...request,
      comparedText: 'bye',
      rendering: { form: 'sse', includeUsage: false, echo: { user: 'u' } },
    };
    expect(partitionOf({ ...base, request: other })).toBe(partitionOf(base));
  });

  it.each([
    ['policy', { policy: 'q' }],
    ['host', { head: { ...head, authority: 'api.other.com' } }],
    ['path', { head: { ...head, path: '/openai/deployments/x/chat/completions' } }],
    ['query', { head: { ...head, query: 'api-version=2024-10-21' } }],
    ['page', { head: { ...head, headers: new Map([['origin', 'https://a.example']]) } }],
    ['caller', { identity: { kind: 'known', values: [['credential', 'd']] } as const }],
    ['key of the hash', { privacy: { ...PRIVACY, secret: Buffer.from('other') } }],
    ['form in which texts are kept', { privacy: { ...PRIVACY, prompts: 'hashed' as const } }],
    ['encryption', { privacy: { ...PRIVACY, encrypted: true } }],
    ['dialect', { request: { ...request, dialect: 'openai-responses' as const } }],
    ['fingerprint', { request: { ...request, fingerprint: 'f1' } }],
    ['exact-only', { request: { ...request, exactOnly: true } }],
  ])('differs by %s', (_what, change) => {
    expect(partitionOf({ ...base, ...change })).not.toBe(partitionOf(base));
  });

  it('leaves system messages out when the policy says so', () => {
    const ignoring = { ...base, ignoreSystemMessages: true };
    const otherSystem = { ...ignoring, request: { ...request, fingerprint: 'f1' } };
    const otherDialog = { ...ignoring, request: { ...request, fingerprintWithoutSystem: 'w1' } };
    expect(partitionOf(otherSystem)).toBe(partitionOf(ignoring));
    expect(partitionOf(otherDialog)).not.toBe(partitionOf(ignoring));
  });

  it('does not show a credential', () => {
    const secretive = { kind: 'known', values: [['authorization', 'Bearer abc']] } as const;
    expect(partitionOf({ ...base, identity: secretive })).toMatch(/^[0-9a-f]{32}$/);
  });

  it('cannot be forged by moving a value from one varied header to another', () => {
    const values = (...v: [string, string | null][]) => ({ ...base, identity: { kind: 'known', values: v } as const });
    expect(partitionOf(values(['x-a', '1'], ['x-b', null]))).not.toBe(partitionOf(values(['x-a', null], ['x-b', '1'])));
    expect(partitionOf(values(['x-a', '1,2']))).not.toBe(partitionOf(values(['x-a', '1'], ['2', null])));
  });
});

describe('exact key', () => {
  it('parts by partition and by text', () => {
    expect(exactKeyOf('a', 'b', PRIVACY)).not.toBe(exactKeyOf('ab', '', PRIVACY));
    expect(exactKeyOf('a', 'b', PRIVACY)).not.toBe(exactKeyOf('a', 'B', PRIVACY));
    expect(exactKeyOf('a', 'b', PRIVACY)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('cannot be made without the key, so that texts cannot be tried out', () => {
    expect(exactKeyOf('a', 'b', { ...PRIVACY, secret: Buffer.from('other') })).not.toBe(exactKeyOf('a', 'b', PRIVACY));
  });
});

describe('the text that is kept', () => {
  it('is itself, a digest that differs by partition and key, or nothing', () => {
    const hashed: Privacy = { ...PRIVACY, prompts: 'hashed' };
    expect(keptText('p', 'hello', PRIVACY)).toBe('hello');
    expect(keptText('p', 'hello', hashed)).toMatch(/^[0-9a-f]{64}$/);
    expect(keptText('q', 'hello', hashed)).not.toBe(keptText('p', 'hello', hashed));
    expect(keptText('p', 'hello', { ...hashed, secret: Buffer.from('other') })).not.toBe(
      keptText('p', 'hello', hashed),
    );
    expect(keptText('p', 'hello', { ...PRIVACY, prompts: 'none' })).toBe('');
  });
});
