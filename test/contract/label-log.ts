import { randomUUID } from 'node:crypto';
import type { Label, LabelLog } from '../../src/core/label';

/** A log under test that keeps `KEPT` labels of a group. */
export interface OpenedLog {
  readonly log: LabelLog;
  /** The same log as another process sees it, after a restart or on another replica. */
  again(): Promise<LabelLog>;
  /** Resolves when what was appended can be read, where that takes time. */
  settle?(): Promise<void>;
  /** Resolves when old labels that have to go are gone, where that takes time. */
  trimmed?(): Promise<void>;
  close(): Promise<void>;
}

/** More than a page of any implementation. */
const MANY = 1200;
export const KEPT = 1500;
/** Labels after which an implementation has looked for old ones. */
const BETWEEN_TRIMS = 500;
const NOW = 1_800_000_000_000;

export function labelOf(over: Partial<Label> = {}): Label {
  return {
    id: randomUUID(),
    group: 'support',
    scale: 'a model and a verifier',
    mode: 'standard',
    score: 0.93,
    same: true,
    source: 'check',
    at: NOW,
    ...over,
  };
}

export async function readAll(log: LabelLog, after?: string): Promise<{ labels: Label[]; next: string | undefined }> {
  const labels: Label[] = [];
  let next = after;
  for (let more = true; more;) {
    const page = await log.read(next);
    labels.push(...page.labels);
    ({ next, more } = page);
  }
  return { labels, next };
}

async function appendAll(log: LabelLog, labels: readonly Label[]): Promise<void> {
  for (let at = 0; at < labels.length; at += 50) {
    await Promise.all(labels.slice(at, at + 50).map((label) => log.append(label)));
  }
}

export function labelLogContract(name: string, open: () => Promise<OpenedLog>): void {
  describe(name, () => {
    let opened: OpenedLog;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const settled = async (): Promise<void> => opened.settle?.();

    it('is empty at first, and says so again', async () => {
      const { log } = opened;
      const first = await log.read(undefined);
      expect(first).toMatchObject({ labels: [], more: false });
      expect(await log.read(first.next)).toMatchObject({ labels: [], more: false });
    });

    it('gives labels whole and in order', async () => {
      const { log } = opened;
      const labels = [
        labelOf({ at: NOW + 1, same: false, source: 'near-miss', score: 0.1234567890123 }),
        labelOf({ at: NOW + 2, group: 'api/operation with spaces and ü', mode: 'off', score: 1 }),
        labelOf({ at: NOW + 3, source: 'feedback', score: 0 }),
      ];
      for (const label of labels) await log.append(label);
      await settled();
      expect((await readAll(log)).labels).toEqual(labels);
    });

    it('goes on from a place, misses nothing, and gives nothing new for ever', async () => {
      const { log } = opened;
      const [first, second] = [labelOf({ at: NOW + 1 }), labelOf({ at: NOW + 2 })];
      await log.append(first);
      await settled();
      const { next } = await readAll(log);
      await log.append(second);
      await settled();
      const more = await readAll(log, next);
      expect(more.labels.map(({ id }) => id)).toContain(second.id);
      expect(new Set([first.id, ...more.labels.map(({ id }) => id)])).toEqual(new Set([first.id, second.id]));
    });

    it('finds a label that was made before others and became known after them', async () => {
      const { log } = opened;
      const [late, early] = [labelOf({ at: NOW + 5000 }), labelOf({ at: NOW })];
      await log.append(late);
      await settled();
      const { next } = await readAll(log);
      await log.append(early);
      await settled();
      expect((await readAll(log, next)).labels.map(({ id }) => id)).toContain(early.id);
    });

    it('is read page by page without a gap', async () => {
      const { log } = opened;
      const labels = Array.from({ length: MANY }, (_, i) => labelOf({ at: NOW + Math.floor(i / 7) }));
      await appendAll(log, labels);
      await settled();
      const read = (await readAll(log)).labels.map(({ id }) => id);
      expect(read).toHaveLength(MANY);
      expect(new Set(read)).toEqual(new Set(labels.map(({ id }) => id)));
    });

    it('keeps the same label once, however often it is written', async () => {
      const { log } = opened;
      const label = labelOf();
      await log.append(label);
      await log.append(label);
      await settled();
      const ids = (await readAll(log)).labels.map(({ id }) => id);
      expect(new Set(ids)).toEqual(new Set([label.id]));
    });

    it('is the same for another process', async () => {
      const { log, again } = opened;
      const label = labelOf();
      await log.append(label);
      await settled();
      expect((await readAll(await again())).labels).toEqual([label]);
    });

    it('forgets the oldest of a group that has too many, and nothing of another', async () => {
      const { log } = opened;
      const quiet = labelOf({ group: 'quiet', at: NOW });
      await log.append(quiet);
      const labels = Array.from({ length: KEPT + 600 + BETWEEN_TRIMS }, (_, i) => labelOf({ at: NOW + i }));
      await appendAll(log, labels.slice(0, -BETWEEN_TRIMS));
      await settled();
      await appendAll(log, labels.slice(-BETWEEN_TRIMS));
      await opened.trimmed?.();
      const left = (await readAll(log)).labels;
      const own = left.filter(({ group }) => group === 'support');
      expect(left.filter(({ group }) => group === 'quiet')).toEqual([quiet]);
      expect(own.length).toBeGreaterThanOrEqual(KEPT);
      expect(own.length).toBeLessThan(KEPT + 600);
      expect(own.at(-1)?.id).toBe(labels.at(-1)?.id);
      expect(own.map(({ id }) => id)).not.toContain(labels[0]?.id);
    });
  });
}
