import { parseArgs } from 'node:util';
import { startSampleUpstream } from './server';

/** node dist/tools/sample-upstream/main.js [--port 8081] [--delay 900]: a sample server of the LLM APIs, until a signal. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '8081' }, delay: { type: 'string', default: '900' } },
  });
  const upstream = await startSampleUpstream({ port: Number(values.port), delayMs: Number(values.delay) });
  console.log(JSON.stringify({ msg: 'ready', what: 'sample upstream', port: upstream.port }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void upstream.close());
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
