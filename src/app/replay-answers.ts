import { compareAnswers, type CompareDeps, type Comparison } from '../cache/compare-answers';
import type { Codec, Said } from '../core/dialect';
import { StoreUnavailableError } from '../core/errors';
import type { WouldBeHit } from '../replay/hits';
import { isPlaceholder } from '../replay/placeholder';
import type { RecordedAnswer } from '../replay/recorded-call';

/** How many stored answers were to the recorded ones what. */
export type Comparisons = Readonly<Record<Comparison, number>>;

export interface ShownHit extends Omit<WouldBeHit, 'answers'> {
  readonly answers: (NonNullable<WouldBeHit['answers']> & { readonly comparison: Comparison }) | undefined;
}

/** From an answer that was not recorded nothing is learned. */
export function recordedOnly(codec: Codec): Codec {
  return {
    ...codec,
    said(dialect, completion) {
      if (!isPlaceholder(completion.body)) return codec.said(dialect, completion);
      return Promise.reject(new StoreUnavailableError('this answer was not recorded'));
    },
  };
}

export function isGood({ status }: RecordedAnswer): boolean {
  return status >= 200 && status <= 299;
}

export async function saidOf({ headers, body }: RecordedAnswer, dialect: string, codec: Codec): Promise<Said> {
  const form = headers.get('content-type')?.startsWith('text/event-stream') === true ? 'sse' : 'json';
  const { completion } = await codec.parseResponse(dialect, body, { form, encoding: '' });
  return codec.said(dialect, completion);
}

/** `undefined`: one of them cannot be read. */
export async function bothOf(stored: Promise<Said>, recorded: Promise<Said>): Promise<WouldBeHit['answers']> {
  try {
    return { stored: await stored, recorded: await recorded };
  } catch {
    return undefined;
  }
}

export async function comparisons(of: readonly WouldBeHit[], deps: CompareDeps): Promise<Comparisons> {
  const counts = { same: 0, different: 0, uncertain: 0 };
  for (const hit of of) {
    const comparison = await comparisonOf(hit, deps);
    if (comparison !== undefined) counts[comparison] += 1;
  }
  return counts;
}

async function comparisonOf({ asked, answers }: WouldBeHit, deps: CompareDeps): Promise<Comparison | undefined> {
  return answers && compareAnswers({ question: asked, stored: answers.stored, fresh: answers.recorded }, deps);
}

export async function shownOf(hit: WouldBeHit, deps: CompareDeps): Promise<ShownHit> {
  const { answers, ...same } = hit;
  const comparison = await comparisonOf(hit, deps);
  return { ...same, answers: answers && comparison && { ...answers, comparison } };
}
