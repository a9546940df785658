import type { Said } from '../core/dialect';
import { fairSample } from './sample';

/** A hit that would have been, as a person may judge it. */
export interface WouldBeHit {
  readonly reason: 'exact' | 'semantic';
  /** Of the call in the recording. */
  readonly number: number;
  readonly asked: string;
  /** The text whose answer is served; `undefined`: the store does not keep it in the clear. */
  readonly stored: string | undefined;
  readonly similarity: number;
  /** The verifier's; `undefined` of an exact hit. */
  readonly score: number | undefined;
  /** How old the answer was. */
  readonly ageSeconds: number;
  /** What would have been served, and what the recording says was; `undefined`: one of them is not known. */
  readonly answers: { readonly stored: Said; readonly recorded: Said } | undefined;
}

export interface HitLists {
  /** @param make called only when it is wanted. @param comparable both answers are there */
  offer(
    of: Pick<WouldBeHit, 'reason' | 'score'> & { comparable: boolean },
    make: () => Promise<WouldBeHit>,
  ): Promise<void>;
  /** A fair sample of those with both answers. */
  compared(reason: WouldBeHit['reason']): readonly WouldBeHit[];
  /** The least sure first. */
  shown(): readonly WouldBeHit[];
}

export interface HitListOptions {
  /** Hits of each kind whose answers are compared. */
  readonly compare: number;
  readonly show: readonly WouldBeHit['reason'][];
  readonly most: number;
  /** 0 to 1, exclusive. */
  readonly random: () => number;
}

export function createHitLists({ compare, show, most, random }: HitListOptions): HitLists {
  const samples = { exact: fairSample<WouldBeHit>(compare, random), semantic: fairSample<WouldBeHit>(compare, random) };
  const shown: WouldBeHit[] = [];
  return {
    async offer({ reason, score, comparable }, make) {
      let made: WouldBeHit | undefined;
      if (comparable) {
        await samples[reason].offer(async () => {
          made = await make();
          return made.answers === undefined ? undefined : made;
        });
      }
      if (!show.includes(reason)) return;
      const at = shown.findIndex((other) => sureness(other) > sureness({ score }));
      const place = at < 0 ? shown.length : at;
      if (place >= most) return;
      shown.splice(place, 0, made ?? (await make()));
      shown.splice(most);
    },
    compared: (reason) => samples[reason].taken,
    shown: () => shown,
  };
}

/** The same text is surer than any score. */
function sureness({ score }: Pick<WouldBeHit, 'score'>): number {
  return score ?? 2;
}
