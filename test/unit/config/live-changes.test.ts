import { liveChanges } from '../../../src/config/live-changes';
import type { Settings } from '../../../src/config/settings';
import { settingsOf } from '../../support/settings';

function settings(...set: string[]): Settings {
  return settingsOf(undefined, { argv: set.flatMap((s) => ['--set', s]) }).settings;
}

describe('liveChanges', () => {
  it('applies what can change while running and keeps the rest', () => {
    const running = settings();
    const wanted = settings(
      'log.level=debug',
      'headers.enabled=false',
      'credential-headers=x-user',
      'limits.lookup-budget=80ms',
      'limits.drain=1s',
      'listen.address=127.0.0.1:1',
      'listen.tls.cert-file=/c.pem',
      'listen.tls.key-file=/k.pem',
      'store.path=/elsewhere',
      'embedding.threads=2',
    );
    const changes = liveChanges(running, wanted);
    expect(changes.applied).toEqual(['limits.lookup-budget', 'headers.enabled', 'log.level', 'credential-headers']);
    expect(changes.needRestart).toEqual([
      'listen.address',
      'listen.tls',
      'embedding.threads',
      'store.path',
      'limits.drain',
    ]);
    expect(changes.settings).toEqual({
      ...running,
      log: { level: 'debug', format: 'json' },
      headers: { enabled: false },
      credentialHeaders: ['x-user'],
      limits: { ...running.limits, lookupBudgetMs: 80 },
    });
    expect(Object.isFrozen(changes.settings)).toBe(true);
  });

  it('sees no change between equal settings', () => {
    expect(liveChanges(settings(), settings())).toMatchObject({ applied: [], needRestart: [] });
  });
});
