import { modelOf, type Answer } from './answer';

/** What the two chunked formats of OpenAI share. */
interface Chunked {
  readonly id: string;
  readonly object: string;
  /** Each choice's chunks, without its index. */
  readonly streams: readonly (readonly object[])[];
  readonly usage: object;
}

/** The choices interleaved, a chunk for each delta; the usage in a chunk of its own if it was asked for; `[DONE]` last. */
export function chunkEvents({ request, created, by }: Answer, { id, object, streams, usage }: Chunked): string[] {
  const includeUsage = request['stream_options']?.include_usage === true;
  const chunk = (choices: readonly object[], counted: object | null): string =>
    data({
      id,
      object,
      created,
      model: modelOf(request),
      service_tier: 'default',
      system_fingerprint: `fp_${by}`,
      choices,
      ...(includeUsage ? { usage: counted } : {}),
      obfuscation: 'x9Fq',
    });
  const longest = Math.max(0, ...streams.map((stream) => stream.length));
  const rounds = Array.from({ length: longest }, (_, round) =>
    streams.flatMap((stream, index) => stream.slice(round, round + 1).map((part) => ({ index, ...part }))),
  );
  return [...rounds.flat().map((choice) => chunk([choice], null)), ...(includeUsage ? [chunk([], usage)] : []), DONE];
}

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

const DONE = 'data: [DONE]\n\n';

/** An error inside a stream that began with status 200. */
export const CHUNK_FAILURE: readonly string[] = [
  data({ error: { message: 'overloaded', type: 'server_error', code: null } }),
  DONE,
];
