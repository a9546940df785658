import type { RequestHead } from '../../../src/core/exchange';
import type { MatchSettings } from '../../../src/core/policy';
import type { NativePolicy } from '../../../src/policy/sources';
import { headOf } from '../../support/heads';
import { compiledSet, policySettings } from '../../support/policies';

const head = (authority: string, path: string): RequestHead => headOf({ authority, path });

const policy = (name: string, match: Partial<MatchSettings>): NativePolicy =>
  policySettings({ name, match: { hosts: [], paths: [], ...match } });

describe('policy match', () => {
  it.each([
    [['api.openai.com'], 'api.openai.com', true],
    [['api.openai.com'], 'API.OpenAI.com:443', true],
    [['api.openai.com'], 'evil-api.openai.com', false],
    [['*.openai.com'], 'api.openai.com', true],
    [['*.openai.com'], 'openai.com', false],
    [['*.openai.com'], 'api.openai.com.evil.net', false],
    [['*'], 'anything', true],
    [['a', 'b'], 'b', true],
    [[], 'anything', true],
  ])('hosts %j and a call to %s: %s', (hosts, authority, covered) => {
    const set = compiledSet([policy('p', { hosts })]);
    expect(set.match(head(authority, '/'))?.policy).toBe(covered ? 'p' : undefined);
  });

  it.each([
    [['/v1'], '/v1/chat/completions', true],
    [['/v1'], '/v1', true],
    [['/v1/'], '/v1/chat', true],
    [['/v1'], '/v10/chat', false],
    [['/'], '/any/thing', true],
    [['/a', '/b'], '/b/c', true],
  ])('paths %j and a call to %s: %s', (paths, path, covered) => {
    const set = compiledSet([policy('p', { paths })]);
    expect(set.match(head('h', path))?.policy).toBe(covered ? 'p' : undefined);
  });

  it('takes the first policy that covers the call', () => {
    const set = compiledSet([policy('narrow', { paths: ['/v1/x'] }), policy('wide', {})]);
    expect(set.match(head('h', '/v1/x'))?.policy).toBe('narrow');
    expect(set.match(head('h', '/v1/y'))?.policy).toBe('wide');
  });
});
