import type { RequestHead } from '../core/exchange';
import type { PolicyRun, PolicySet } from './policy-set';

/** What a pod's own annotations say, compiled. */
export type PodPolicies =
  /** Nothing: the configured policies apply. */
  | { readonly kind: 'none' }
  /** Nothing is cached for this pod. */
  | { readonly kind: 'disabled' }
  /** Tried before the configured ones. */
  | { readonly kind: 'own'; readonly set: PolicySet }
  /** They are wrong, and there are no earlier ones to keep. */
  | { readonly kind: 'unknown' };

/** The configured policies and a pod's own as one set. */
export function withPod(configured: PolicySet, pod: PodPolicies): PolicySet {
  switch (pod.kind) {
    case 'none':
      return configured;
    case 'disabled':
      return { match: () => undefined };
    case 'own':
      return { match: (head: RequestHead) => pod.set.match(head) ?? configured.match(head) };
    case 'unknown':
      return { match: () => INVALID };
  }
}

/** Whom this pod's owner wanted to share what is not known, so nothing is served and nothing kept. */
const INVALID: PolicyRun = {
  policy: 'annotations',
  dialect: 'by-path',
  looksUp: true,
  stores: false,
  readsRequestBody: false,
  readsResponseBody: false,
  onRequest: () => ({ kind: 'none', reason: 'policy-invalid' }),
  onResponse: () => ({ kind: 'none', reason: 'lookup-not-run' }),
};
