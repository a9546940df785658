import type { VerifyReason } from './reason';

/** Whether two texts that are near in meaning really ask the same; when not, the first difference found. */
export type Verification = { readonly same: true } | { readonly same: false; readonly reason: VerifyReason };

/** The second look at a candidate. Pure and fast (well under a millisecond): it runs on the event loop. */
export interface Verifier {
  verify(asked: string, stored: string): Verification;
}
