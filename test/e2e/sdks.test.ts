import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheReport } from '../../tools/harness/cache-status';
import { reached, type Metric } from '../../tools/harness/metrics';
import { itNeedsPython, PYTHON_TIMEOUT_MS, pythonWith, type PythonPackage } from '../support/python';
import { startStack, STORED, stored, type Stack } from '../support/stack';

const run = promisify(execFile);

const NODE_CLIENTS = [
  ['openai', 'openai.mjs'],
  ['@anthropic-ai/sdk', 'anthropic.mjs'],
  ['ai with @ai-sdk/openai and @ai-sdk/anthropic', 'ai.mjs'],
  ['@langchain/openai', 'langchain.mjs'],
] as const;

const PYTHON_CLIENTS = [
  ['openai', 'openai_sdk.py'],
  ['anthropic', 'anthropic_sdk.py'],
  ['litellm', 'litellm_sdk.py'],
] as const satisfies readonly (readonly [PythonPackage, string])[];

/** What the upstream's answer to a kind of question is told by, whatever else an SDK puts around it. */
const TOLD_BY: Readonly<Record<string, string>> = {
  text: 'The answer of the scripted upstream, in a few words.',
  'without-usage': 'The answer of the scripted upstream, in a few words.',
  'two-choices': 'Another.',
  tools: 'weather',
  structured: 'degrees',
  reasoning: 'The question is easy, so the answer is short.',
  refusal: 'I cannot help with that.',
};
const USAGE = /"(?:completion_?tokens|output_?tokens)": ?7\b/i;

const ABORTED: Metric = ['llm_semantic_cache_store_total', { reason: 'aborted' }];

/** One call of a client program; see test/fixtures/e2e/clients/harness.mjs. */
interface Line {
  readonly api: string;
  readonly kind: string;
  /** The form of the call that the answer was kept from, and of this call. */
  readonly kept?: 'json' | 'stream';
  readonly asked?: 'json' | 'stream';
  readonly status: string;
  /** All that the SDK hands over. */
  readonly result?: unknown;
  /** The part of it that does not depend on the form. */
  readonly essence?: unknown;
}

describe('client libraries in front of Envoy cannot tell a hit from the miss that was kept', () => {
  let stack: Stack;
  beforeAll(async () => {
    const store = { ttl: 3600, toolCalls: true, refusals: true };
    stack = await startStack({ config: { policies: [{ name: 'sdk', lookup: { similarity: 0.9 }, store }] } });
  });
  afterAll(() => stack.stop());

  it.each(NODE_CLIENTS)('npm: %s', async (_, program) => {
    await expectSameFromHits([process.execPath], program);
  });

  describe('Python', () => {
    for (const [name, program] of PYTHON_CLIENTS) {
      itNeedsPython(
        name,
        async () => {
          await expectSameFromHits([await pythonWith(name), '-B'], program);
        },
        PYTHON_TIMEOUT_MS,
      );
    }
  });

  async function expectSameFromHits(command: readonly [string, ...string[]], program: string): Promise<void> {
    const { server, upstream } = stack;
    const before = { stored: await stored(server), aborted: await aborted() };

    const lines = await linesOf(command, program, 'first');
    const first = lines.filter((line) => line.result !== undefined);
    expect(lines.map(verdictOf)).toEqual(lines.map((line) => `${labelOf(line)}: miss`));
    for (const line of first) {
      expect(JSON.stringify(line.essence)).toContain(TOLD_BY[line.kind]);
      if (line.kind !== 'without-usage') expect(JSON.stringify(line.essence)).toMatch(USAGE);
    }
    await reached(server.adminUrl, ABORTED, before.aborted + lines.length - first.length);
    await reached(server.adminUrl, STORED, before.stored + first.length);
    expect(await stored(server)).toBe(before.stored + first.length);

    const reachedUpstream = upstream.count();
    const again = await linesOf(command, program, 'again');
    expect(again.map(verdictOf)).toEqual(again.map((line) => `${labelOf(line)}: hit`));
    expect(upstream.count()).toBe(reachedUpstream);
    const inSameForm = again.filter(({ kept, asked }) => kept === asked);
    expect(inSameForm.map(resultOf)).toEqual(first.map(resultOf));
    for (const line of again) {
      const miss = first.find(({ api, kind, kept }) => api === line.api && kind === line.kind && kept === line.kept);
      expect({ call: labelOf(line), essence: line.essence }).toEqual({ call: labelOf(line), essence: miss?.essence });
    }
  }

  async function linesOf([file, ...args]: readonly [string, ...string[]], program: string, phase: string) {
    const path = join(process.cwd(), 'test', 'fixtures', 'e2e', 'clients', program);
    const { stdout } = await run(file, [...args, path, stack.envoy.url, phase], { maxBuffer: 64 * 1024 * 1024 });
    const lines = stdout.trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Line);
  }

  async function aborted(): Promise<number> {
    return (await stack.server.metrics()).sum(...ABORTED);
  }
});

function labelOf({ api, kind, kept, asked }: Line): string {
  return kept === undefined ? `${api} ${kind}` : `${api} ${kind}, kept from ${kept}, asked for ${String(asked)}`;
}

function verdictOf(line: Line): string {
  const { verdict } = cacheReport({ 'cache-status': line.status });
  return `${labelOf(line)}: ${verdict}`;
}

function resultOf(line: Line): unknown {
  return { call: labelOf(line), result: line.result };
}
