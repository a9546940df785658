import { fork } from 'node:child_process';
import { join } from 'node:path';

/** A part of the benchmark in a process of its own, so that no part measures another's event loop. */
export interface Child<Job, Result> {
  readonly pid: number;
  /** What it said when it was ready: the address on which it serves, if it does. */
  readonly address: string;
  /** One job at a time. @throws Error when the child fails at it or ends. */
  ask(job: Job): Promise<Result>;
  stop(): void;
}

type Message = { readonly kind: 'done'; readonly value: unknown } | { readonly kind: 'failed'; readonly why: string };

/** Starts the compiled sibling file `script`; resolves when it is ready. */
export async function startChild<Job, Result>(
  script: string,
  args: readonly string[] = [],
): Promise<Child<Job, Result>> {
  const child = fork(join(__dirname, script), args);
  const next = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const onExit = (): void => {
        reject(new Error(`${script} ended`));
      };
      child.once('exit', onExit).once('message', (message: Message) => {
        child.off('exit', onExit);
        if (message.kind === 'done') resolve(message.value as T);
        else reject(new Error(`${script}: ${message.why}`));
      });
    });
  const address = await next<string>();
  return {
    pid: child.pid ?? 0,
    address,
    ask: (job) => {
      const result = next<Result>();
      child.send({ job });
      return result;
    },
    stop: () => {
      child.disconnect();
    },
  };
}

/**
 * The child's side: says that it is ready, then works off jobs. It ends with its parent: then the channel between them
 * closes.
 */
export function serveParent(address: string, work: (job: never) => unknown): void {
  process.on('disconnect', () => {
    process.exit(0);
  });
  process.on('message', ({ job }: { job: never }) => {
    Promise.resolve()
      .then(() => work(job))
      .then(
        (value) => {
          send({ kind: 'done', value });
        },
        (error: unknown) => {
          send({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
        },
      );
  });
  send({ kind: 'done', value: address });
}

function send(message: Message): void {
  process.send?.(message);
}
