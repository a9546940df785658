import type { RequestHead } from '../../src/core/exchange';
import { loadSettings } from '../../src/config/load';
import { mostOnLoop } from '../../src/dialects/codec';
import { OPERATIONS } from '../../src/dialects/operations';
import { currentLoad, describeMachine } from '../machine';
import { median } from '../statistics';
import { SAMPLES, type DialectSample } from './samples';

const ROUNDS = 9;
/** One measurement takes at least this long: short work is repeated. */
const LEAST_MS = 20;
const KiB = 1024;
const SIZES = [1, 32, 512].map((size) => size * KiB);
/** The largest samples stay this much below what the loop may do. */
const MARGIN = 4 * KiB;
const CHUNKS = 500;
/** What may be done on the event loop that answers Envoy, in one go. */
const MOST_ON_LOOP_MS = 2;

/** Something that a dialect does with a whole body. */
interface Work {
  readonly what: string;
  readonly bytes: number;
  /** Larger bodies of its kind go to the thread. */
  readonly mostOnLoop: number;
  readonly run: () => unknown;
}

/** `npm run bench -- dialects`: what reading requests, answers and streams costs, and whether the event loop may do it. */
export function benchDialects(say: (line: string) => void): void {
  const { cores, processor, node } = describeMachine();
  say(`${cores} cores (${processor}), Node ${node}, load average at the start ${currentLoad()}`);
  const { offloadBody } = loadSettings({ argv: [], env: {} }).settings.limits;
  console.log(
    `median of ${ROUNDS} rounds; bodies above limits.offload-body (${offloadBody / KiB} KiB) go to a thread:`,
  );
  const all = SAMPLES.flatMap((sample) => worksOf(sample, offloadBody));
  // All in turn in each round: what disturbs one disturbs its neighbours.
  const rounds = Array.from({ length: ROUNDS + 1 }, () => all.map(({ run }) => millisecondsOf(run)));
  let worst = 0;
  all.forEach(({ what, bytes, mostOnLoop: most }, i) => {
    const ms = median(rounds.slice(1).map((round) => round[i] ?? NaN));
    const onLoop = bytes <= most;
    if (onLoop) worst = Math.max(worst, ms);
    const rate = bytes / 1e6 / (ms / 1000);
    const where = onLoop ? 'on the loop' : 'in the thread';
    console.log(
      `  ${what.padEnd(52)} ${(ms * 1000).toFixed(0).padStart(7)} µs ${rate.toFixed(0).padStart(5)} MB/s  ${where}`,
    );
  });
  const met = worst <= MOST_ON_LOOP_MS ? 'met    ' : 'NOT MET';
  console.log(`${met}  dearest work on the loop: ${worst.toFixed(2)} ms (limit ${MOST_ON_LOOP_MS} ms)`);
}

function worksOf({ dialect, path, request, stream }: DialectSample, offloadBody: number): readonly Work[] {
  const head: RequestHead = { ...HEAD, path };
  const reading = [...SIZES, offloadBody - MARGIN].map((size): Work => {
    const body = request(size);
    const what = `${dialect}: read a request of ${size / KiB} KiB`;
    return {
      what,
      bytes: body.length,
      mostOnLoop: offloadBody,
      run: () => OPERATIONS.parseRequest(dialect, body, head),
    };
  });
  const body = stream(CHUNKS);
  const mostOfStream = mostOnLoop('sse', offloadBody);
  const mostChunks = Math.floor((CHUNKS * (mostOfStream - MARGIN)) / body.length);
  const largest = stream(mostChunks);
  const { completion } = OPERATIONS.parseResponse(dialect, body, 'sse');
  const as = { form: 'sse', includeUsage: false, echo: {}, cachedTokens: false } as const;
  return [
    ...reading,
    {
      what: `${dialect}: put ${CHUNKS} chunks together`,
      bytes: body.length,
      mostOnLoop: mostOfStream,
      run: () => OPERATIONS.parseResponse(dialect, body, 'sse'),
    },
    {
      what: `${dialect}: put ${mostChunks} chunks together`,
      bytes: largest.length,
      mostOnLoop: mostOfStream,
      run: () => OPERATIONS.parseResponse(dialect, largest, 'sse'),
    },
    {
      what: `${dialect}: show that answer as a stream`,
      bytes: completion.body.length,
      mostOnLoop: offloadBody,
      run: () => OPERATIONS.render(dialect, completion, as),
    },
  ];
}

function millisecondsOf(run: () => unknown): number {
  let calls = 0;
  const start = performance.now();
  let spent = 0;
  while (spent < LEAST_MS) {
    run();
    calls += 1;
    spent = performance.now() - start;
  }
  return spent / calls;
}

const HEAD: RequestHead = {
  method: 'POST',
  authority: 'api.example.com',
  path: '',
  query: '',
  headers: new Map([['content-type', 'application/json']]),
  directives: { noStore: false, noCache: false, onlyIfCached: false },
};
