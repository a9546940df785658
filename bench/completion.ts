/** The one answer of the benchmark's upstream and of the floor server: a completion of 1.5 KB. */
export const COMPLETION = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'bench-model',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: 'Open the settings, then the appearance page. '.repeat(26),
        refusal: null,
      },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 180, completion_tokens: 240, total_tokens: 420 },
});

/** How the upstream streams: an event each few milliseconds, whose text is the time at which it was written. */
export const STREAM = { events: 200, gapMs: 4 } as const;

/** The text of one event: `t=` and nanoseconds of the machine's monotonic clock, which all processes share. */
export function stamp(): string {
  return `t=${process.hrtime.bigint()} `;
}

/** Ages of all stamps in a piece of a stream, ms. */
export function agesOf(piece: string): number[] {
  const now = process.hrtime.bigint();
  return [...piece.matchAll(/t=(\d+) /g)].map(([, at]) => Number(now - BigInt(at ?? 0)) / 1e6);
}
