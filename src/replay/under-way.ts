/** Something that happens later in the recording. */
interface Due {
  /** Milliseconds since the epoch. */
  readonly at: number;
  run(): Promise<void>;
}

/** What is under way, in the order in which it is due. */
export interface UnderWay {
  add(due: Due): void;
  /** The first that is due at or before this time; it is taken out. */
  take(until: number): Due | undefined;
}

export function underWay(): UnderWay {
  const waiting: Due[] = [];
  return {
    add(due) {
      let at = waiting.length;
      while (at > 0 && (waiting[at - 1]?.at ?? -Infinity) > due.at) at -= 1;
      waiting.splice(at, 0, due);
    },
    take: (until) => ((waiting[0]?.at ?? Infinity) <= until ? waiting.shift() : undefined),
  };
}
