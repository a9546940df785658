import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import type { EntryFilter, EntryHead, EntryKey, EntryStore, KeptEntry } from '../core/entry';

/** Entries that are read at once: so many answers are held in memory. */
const AT_ONCE = 8;

/** What the filter picks and has not expired, an entry a line, read from the store as fast as lines are taken. */
export async function* exportLines(
  store: Pick<EntryStore, 'scan' | 'get'>,
  filter: EntryFilter,
  now: () => number,
): AsyncGenerator<string, void> {
  for await (const page of store.scan(filter)) {
    const current = page.filter(({ expiresAt }) => expiresAt > now());
    for (let at = 0; at < current.length; at += AT_ONCE) {
      // An entry that has gone meanwhile has no line.
      const entries = await Promise.all(current.slice(at, at + AT_ONCE).map((head) => store.get(keyOf(head))));
      for (const entry of entries) if (entry !== undefined) yield `${JSON.stringify(exported(entry))}\n`;
      // Calls have their turn, however fast store and client are.
      await setImmediate();
    }
  }
}

function keyOf({ id, partition }: EntryHead): EntryKey {
  return { id, partition };
}

function exported(entry: KeptEntry): Record<string, unknown> {
  const { id, partition, policy, dialect, model, comparedText, tag, upstreamMs, embedder, completion } = entry;
  const { form, body, usage } = completion;
  return {
    id,
    partition,
    policy,
    dialect,
    model,
    text: comparedText,
    tag,
    createdAt: new Date(entry.createdAt).toISOString(),
    expiresAt: new Date(entry.expiresAt).toISOString(),
    upstreamMs,
    embedder,
    answer: { form, body: readable(Buffer.from(body.buffer, body.byteOffset, body.byteLength)), usage },
  };
}

function readable(body: Buffer): string | { readonly base64: string } {
  return isUtf8(body) ? body.toString('utf8') : { base64: body.toString('base64') };
}
