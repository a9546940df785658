/** The threshold of a policy that serves nothing by meaning: no score is as high. Finite, so that JSON and graphs can show it. */
export const NOTHING_SERVED = 2;
