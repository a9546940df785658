import { readFile } from 'node:fs/promises';
import Ajv from 'ajv/dist/2020';
import { until } from '../../tools/harness/waiting';
import { startStack, type Stack } from '../support/stack';

const OTHER = { authorization: 'Bearer sk-other' };

describe('the log of a server with traffic', () => {
  let stack: Stack;
  beforeAll(async () => {
    const terms = { lookup: { scoreThreshold: 0.1 }, store: { ttl: 3600 } };
    stack = await startStack({
      config: {
        policies: [
          { name: 'tried', match: { paths: ['/tried'] }, shadow: true, ...terms },
          { name: 'test', ...terms },
        ],
        log: { level: 'debug' },
      },
    });
  });
  afterAll(() => stack.stop());

  async function decisions(): Promise<Record<string, unknown>[]> {
    const lines = (await readFile(stack.server.logFile, 'utf8')).split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event === 'decision');
  }

  it('has decisions of every kind, each as the schema says', async () => {
    const schema = JSON.parse(await readFile('deploy/schema/decision.schema.json', 'utf8')) as object;
    const validate = new Ajv({ strict: true, strictRequired: false, formats: { 'date-time': true } }).compile(schema);
    const tried = '/tried/v1/chat/completions';
    const trace = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00' };
    // Asked for again: a busy machine leaves no time for some decisions.
    const wanted = [
      'exact',
      'semantic',
      'no-entry',
      'shadow-exact',
      'client-no-store',
      'unsupported-request',
      'no-policy',
    ];
    await until('decisions of every kind', async () => {
      await stack.askAndKeep({ text: 'How tall is the tower?', headers: trace });
      await stack.askAndKeep({ text: 'How tall is the tower?', fields: { stream: true } });
      await stack.askAndKeep({ text: 'Hello, how tall is the tower?' });
      await stack.askAndKeep({ text: 'Who lives there?', headers: OTHER });
      await stack.askAndKeep({ text: 'Is it seen?', path: tried });
      await stack.ask({ text: 'Not kept?', headers: { 'cache-control': 'no-store' } });
      await stack.ask({ text: 'Odd?', fields: { n: 'many', messages: 7 } });
      await stack.ask({ text: 'Elsewhere?', path: '/elsewhere' });
      const reasons = new Set((await decisions()).map(({ reason }) => reason));
      const missing = wanted.filter((reason) => !reasons.has(reason) && !ALSO[reason]?.some((one) => reasons.has(one)));
      if (missing.length > 0) throw new Error(`none of ${missing.join(', ')}`);
      return true;
    });
    const lines = await decisions();
    for (const line of lines) {
      validate(line);
      expect([line, validate.errors]).toEqual([line, null]);
    }
    expect(new Set(lines.map(({ verdict }) => verdict))).toEqual(new Set(['hit', 'miss', 'bypass']));
    expect(lines.filter(({ trace: id }) => id === '4bf92f3577b34da6a3ce929d0e0e4736').length).toBeGreaterThan(0);
  });
});

/** Reasons that are as good. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'unsupported-request': ['body-malformed'],
  'no-policy': ['not-a-completion'],
};
