/** Where an entry is among all, newest first: of the same time by partition, then by id. */
export interface EntryPlace {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly partition: string;
  readonly id: string;
}

/** Negative when `a` comes before `b`. */
export function newestFirst(a: EntryPlace, b: EntryPlace): number {
  return b.createdAt - a.createdAt || compared(a.partition, b.partition) || compared(a.id, b.id);
}

function compared(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
