import type { Database } from 'lmdb';
import type { Label, LabelLog, LabelPage } from '../../core/label';
import { StoreError } from '../../core/errors';

/** Labels that are read in one go: it holds up the event loop. */
const PAGE = 500;
/** LMDB takes keys of up to 1,978 bytes. */
const MAX_GROUP_LENGTH = 400;

/** Rows of labels, by place in the log. */
type Log = Database<Label, number>;
/** [group, place]: the oldest of a group first. A row without place counts the group's labels. */
type Groups = Database<number, [string, number]>;

/** The two tables of labels. */
export interface LabelTables {
  readonly log: Log;
  readonly groups: Groups;
}

/** Where the count of a group is: before its first place. */
const COUNT = 0;

export interface LabelAccess {
  /** Resolves when the transaction is on disk. */
  readonly write: <T>(action: () => T) => Promise<T>;
  readonly read: <T>(action: () => T) => Promise<T>;
}

/** Labels in the order in which they were appended, the last `kept` of each group. */
export function createLabelLog(tables: LabelTables, { write, read }: LabelAccess, kept: number): LabelLog {
  return {
    async append(label) {
      if (label.group.length > MAX_GROUP_LENGTH) {
        throw new StoreError(`the group of a label may have ${MAX_GROUP_LENGTH} characters at most`);
      }
      await write(() => {
        insert(tables, label, kept);
      });
    },
    read: (after) => read(() => pageOf(tables, after)),
  };
}

/** Within a transaction; reads before it writes. */
function insert({ log, groups }: LabelTables, label: Label, kept: number): void {
  const { group } = label;
  const place = (last(log) ?? 0) + 1;
  const held = groups.get([group, COUNT]) ?? 0;
  const excess = Math.max(0, held + 1 - kept);
  const oldest = excess === 0 ? [] : [...groups.getKeys({ start: [group, COUNT + 1], limit: excess })];
  for (const key of oldest) {
    void log.remove(key[1]);
    void groups.remove(key);
  }
  void log.put(place, label);
  void groups.put([group, place], place);
  void groups.put([group, COUNT], held + 1 - oldest.length);
}

function last(log: Log): number | undefined {
  const [place] = log.getKeys({ reverse: true, limit: 1 });
  return place;
}

function pageOf({ log }: LabelTables, after: string | undefined): LabelPage {
  const rows = [...log.getRange({ start: after === undefined ? 0 : Number(after) + 1, limit: PAGE })];
  const end = rows.at(-1)?.key;
  return {
    labels: rows.map(({ value }) => value),
    next: end === undefined ? after : String(end),
    more: rows.length === PAGE,
  };
}
