import { within } from '../core/within';
import { json, type Answer } from './reply';

/** What all parts together may take to say whether they are ready. */
const READINESS_TIMEOUT_MS = 1000;

/** Whether one part of the service can do its work, and why not. */
export interface PartReadiness {
  readonly part: string;
  readonly ready: boolean;
  /** For people; no secrets. */
  readonly detail: string;
}

export async function readyz(readiness: () => Promise<readonly PartReadiness[]>): Promise<Answer> {
  const parts = await boundedReadiness(readiness);
  const ready = parts.every((part) => part.ready);
  return json(ready ? 200 : 503, { ready, parts });
}

/** A probe has a timeout of its own, after which it would learn nothing: an answer in time says at least what hangs. */
async function boundedReadiness(readiness: () => Promise<readonly PartReadiness[]>): Promise<readonly PartReadiness[]> {
  const notReady = (detail: string): readonly PartReadiness[] => [{ part: 'readiness', ready: false, detail }];
  try {
    const late = notReady(`no answer within ${READINESS_TIMEOUT_MS} ms`);
    return await within(readiness(), READINESS_TIMEOUT_MS, late);
  } catch {
    return notReady('the check itself failed');
  }
}
