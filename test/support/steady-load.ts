import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../tools/harness/exchange';
import { until } from '../../tools/harness/waiting';
import type { Ask, Stack } from './stack';

/** One call of the load and what became of it. */
export interface LoadCall {
  /** The name of the kind of call. */
  readonly kind: string;
  readonly ask: Ask;
  /** As by `performance.now()`. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /** An error when the connection broke. */
  readonly answer: Answer | Error;
}

export interface SteadyLoad {
  /** Resolves when that many more calls have been answered. */
  answered(calls: number): Promise<void>;
  /** Lets the calls under way end. Resolves to all calls, in the order of their answers. */
  stop(): Promise<readonly LoadCall[]>;
}

const CLIENTS = 4;
/** From an answer to the client's next call, ms. */
const PAUSE_MS = 30;

/** A name, and the call of that kind with a number that no other call has. */
export type LoadKind = readonly [kind: string, make: (n: number) => Ask];

/** A few clients that ask each kind of call in turn until they are stopped. */
export function startSteadyLoad({ ask }: Pick<Stack, 'ask'>, kinds: readonly [LoadKind, ...LoadKind[]]): SteadyLoad {
  const calls: LoadCall[] = [];
  let running = true;
  let asked = 0;
  const client = async (): Promise<void> => {
    while (running) {
      const n = asked++;
      const [kind, make] = kinds[n % kinds.length] ?? kinds[0];
      const call = { kind, ask: make(n), sentAt: performance.now() };
      const answer = await ask(call.ask).catch((error: unknown) => error as Error);
      calls.push({ ...call, answer, answeredAt: performance.now() });
      await pause(PAUSE_MS);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  return {
    answered: async (more) => {
      const goal = calls.length + more;
      await until(`${goal} calls`, async () => (calls.length >= goal ? true : undefined));
    },
    stop: async () => {
      running = false;
      await Promise.all(clients);
      return calls;
    },
  };
}

/** Calls without a whole answer, in words. */
export function failuresOf(calls: readonly LoadCall[]): string[] {
  return calls.flatMap(({ kind, answer }) => {
    if (answer instanceof Error) return [`${kind}: ${answer.message}`];
    return answer.status === 200 && answer.body.endsWith('}') ? [] : [`${kind}: ${answer.status} ${answer.body}`];
  });
}

/** Answers of one kind of call, or of all. */
export function answersOf(calls: readonly LoadCall[], kind?: string): Answer[] {
  return calls.flatMap((call) =>
    call.answer instanceof Error || (kind !== undefined && call.kind !== kind) ? [] : [call.answer],
  );
}
