import { runCli } from '../support/server';
import { startStack, type Stack } from '../support/stack';

describe('the command health', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      config: {
        policies: [
          { name: 'asleep', match: { paths: ['/asleep'] }, lookup: { similarity: 0.9 }, when: 'false' },
          { name: 'test', lookup: { similarity: 0.9 }, store: { ttl: 3600 } },
        ],
      },
    });
  });
  afterAll(() => stack.stop());

  /** Status and the line that it prints. */
  async function health(...flags: readonly string[]): Promise<readonly [number, string]> {
    const { code, stdout, stderr } = await runCli('health', ...flags);
    return [code, (stdout + stderr).trimEnd()];
  }
  const through = (path: string): Promise<readonly [number, string]> =>
    health('--through', `${stack.envoy.url}${path}`);

  it('says that the service is ready, and what that means', async () => {
    const [code, line] = await health('--admin', stack.server.adminUrl);
    expect(line).toMatch(/^ready: store: reads and writes; model: .*; ext_proc: takes streams$/);
    expect(code).toBe(0);
  });

  it.each(['/v1/chat/completions', '/v1/completions', '/v1/responses', '/v1/messages'])(
    'hears from the cache behind Envoy at %s, and the upstream is not asked',
    async (path) => {
      const before = stack.upstream.count();
      const [code, line] = await through(path);
      expect(line).toMatch(/the cache answers: nothing stored \(miss /);
      expect([code, stack.upstream.count()]).toEqual([0, before]);
    },
  );

  it('fails where the cache stays out of the call', async () => {
    const [code, line] = await through('/asleep/chat/completions');
    expect(line).toMatch(/answered 200 and it was not the cache that answered: bypass not-selected$/);
    expect(code).toBe(1);
  });

  it('fails where the cache is not asked at all, or nobody listens', async () => {
    const [code, line] = await health('--through', `http://${stack.upstream.address}/v1/chat/completions`);
    expect(line).toMatch(/answered 200 without Cache-Status of llm-semantic-cache: the cache was not asked$/);
    expect(code).toBe(1);
    expect(await health('--admin', 'http://127.0.0.1:1')).toEqual([
      1,
      'no answer from http://127.0.0.1:1/readyz: ECONNREFUSED',
    ]);
  });
});
