/**
 * In which form the store keeps compared texts: themselves, a keyed digest, or not at all. Without the text a candidate cannot be
 * verified.
 */
export const PROMPTS_KEPT = ['clear', 'hashed', 'none'] as const;
export type PromptsKept = (typeof PROMPTS_KEPT)[number];
