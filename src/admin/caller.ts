import type { Right } from '../core/access';

/** Who asks, as far as credentials say. */
export interface Caller {
  /** Names the credential, never the token. */
  readonly who: string;
  /** The greatest one; `undefined`: none. */
  readonly right: Right | undefined;
  /** A browser gives this credential by itself, also to requests that another site makes it send. */
  readonly ambient: boolean;
  /** A token was given that is none of ours. */
  readonly wrongToken: boolean;
}
