import type { Embedding } from '../../../src/core/embedder';
import { EmbedderBusyError } from '../../../src/core/errors';
import { createDispatcher as dispatcherOf, type DispatcherOptions } from '../../../src/onnx/dispatcher';
import type { InferenceWorker } from '../../../src/onnx/inference-worker';

/** A worker that answers when told to, and dies when told to. */
class ManualWorker implements InferenceWorker<string, Embedding> {
  readonly batches: (readonly string[])[] = [];
  alive = true;
  private leave: () => void = () => undefined;
  readonly gone = new Promise<void>((resolve) => (this.leave = resolve));
  private pending: { resolve: (e: readonly Embedding[]) => void; reject: (error: Error) => void } | undefined;

  run(texts: readonly string[]): Promise<readonly Embedding[]> {
    this.batches.push(texts);
    return new Promise((resolve, reject) => (this.pending = { resolve, reject }));
  }
  async finish(): Promise<void> {
    const texts = this.batches.at(-1) ?? [];
    this.pending?.resolve(texts.map((text) => ({ kind: 'vector', vector: Float32Array.of(text.length) })));
    await settled();
  }
  async die(): Promise<void> {
    this.alive = false;
    this.pending?.reject(new Error('died'));
    this.leave();
    await settled();
  }
  async stop(): Promise<void> {
    await this.die();
  }
}

const createDispatcher = (options: Omit<DispatcherOptions<string, Embedding>, 'bytesOf' | 'busy'>) =>
  dispatcherOf({
    ...options,
    bytesOf: (text) => Buffer.byteLength(text),
    busy: (waiting) => new EmbedderBusyError(waiting),
  });
const settled = () => new Promise((resolve) => setImmediate(resolve));
const never = () => Promise.reject(new Error('cannot start'));
const LONG = 'long '.repeat(200);

describe('dispatcher', () => {
  it('gives a lone text to a free worker at once and batches what came in meanwhile', async () => {
    const worker = new ManualWorker();
    const dispatcher = createDispatcher({ workers: [worker], start: never, maxBatch: 3, queue: 10 });
    const results = ['a', 'bb', 'ccc', 'dddd', 'eeeee'].map((text) => dispatcher.run(text));
    expect(worker.batches).toEqual([['a']]);
    expect(dispatcher.waiting).toBe(5);
    await worker.finish();
    expect(worker.batches.at(-1)).toEqual(['bb', 'ccc', 'dddd']);
    await worker.finish();
    await worker.finish();
    const lengths = (await Promise.all(results)).map((one) => one.kind === 'vector' && one.vector[0]);
    expect(lengths).toEqual([1, 2, 3, 4, 5]);
    expect(dispatcher.waiting).toBe(0);
  });

  it('refuses a text when too many wait', async () => {
    const worker = new ManualWorker();
    const dispatcher = createDispatcher({ workers: [worker], start: never, maxBatch: 1, queue: 2 });
    void dispatcher.run('at work');
    void dispatcher.run('waits');
    void dispatcher.run('waits too');
    await expect(dispatcher.run('one too many')).rejects.toBeInstanceOf(EmbedderBusyError);
    await worker.finish();
    expect(dispatcher.waiting).toBe(2);
  });

  it('keeps one of several workers free of long texts', async () => {
    const workers = [new ManualWorker(), new ManualWorker()];
    const dispatcher = createDispatcher({ workers, start: never, maxBatch: 4, queue: 10 });
    void dispatcher.run(LONG);
    void dispatcher.run(LONG);
    void dispatcher.run('short');
    expect(workers.flatMap(({ batches }) => batches.flat()).sort()).toEqual([LONG, 'short']);
  });

  it('replaces a worker that dies: its batch fails, what waits goes to the new one', async () => {
    const [first, second] = [new ManualWorker(), new ManualWorker()];
    const start = () => Promise.resolve(second);
    const dispatcher = createDispatcher({ workers: [first], start, maxBatch: 4, queue: 10 });
    const lost = dispatcher.run('lost');
    const kept = dispatcher.run('kept');
    await Promise.all([first.die(), expect(lost).rejects.toThrow('died')]);
    expect(second.batches).toEqual([['kept']]);
    await second.finish();
    expect((await kept).kind).toBe('vector');
  });

  it('never lets a text hang when no worker can be started again, and recovers when one can', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const [first, second] = [new ManualWorker(), new ManualWorker()];
      let startable = false;
      const start = () => (startable ? Promise.resolve(second) : never());
      const dispatcher = createDispatcher({ workers: [first], start, maxBatch: 1, queue: 10 });
      const lost = expect(dispatcher.run('lost')).rejects.toThrow('died');
      const waiting = expect(dispatcher.run('waiting')).rejects.toThrow('cannot start');
      await Promise.all([first.die(), lost, waiting]);
      await expect(dispatcher.run('later')).rejects.toThrow('cannot start');
      startable = true;
      await jest.advanceTimersByTimeAsync(1_000);
      const answer = dispatcher.run('again');
      await second.finish();
      expect((await answer).kind).toBe('vector');
    } finally {
      jest.useRealTimers();
    }
  });

  it('turns away what waits, and whatever comes, when closed', async () => {
    const worker = new ManualWorker();
    const dispatcher = createDispatcher({ workers: [worker], start: never, maxBatch: 1, queue: 10 });
    const atWork = expect(dispatcher.run('at work')).rejects.toThrow();
    const waiting = expect(dispatcher.run('waiting')).rejects.toThrow('closed');
    await dispatcher.close();
    await Promise.all([atWork, waiting]);
    await expect(dispatcher.run('late')).rejects.toThrow('closed');
  });
});
