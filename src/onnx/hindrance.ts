import type { TextTokenizer, Tokens } from './tokens';

/** Why a model cannot tell the meaning of what it was given. */
export type Hindrance = 'window-exceeded' | 'unknown-words';

/**
 * A text of more than this many characters per token of the window is taken as too long without counting its tokens, so
 * that a huge text costs nothing. Vocabularies hold hardly a token of more than 20 characters; a text that has so few
 * tokens all the same is mostly blanks or unbroken strings such as base64, of which a model sees nothing.
 */
const MOST_CHARACTERS_PER_TOKEN = 20;

/** Whether this many characters are surely too many for a window of so many tokens. */
export function surelyTooLong(characters: number, window: number): boolean {
  return characters > window * MOST_CHARACTERS_PER_TOKEN;
}

/** Words outside the vocabulary all look alike to a model, and what is cut off it does not see. */
export function hindranceOf(
  { ids }: Tokens,
  { unknownId }: Pick<TextTokenizer, 'unknownId'>,
  window: number,
): Hindrance | undefined {
  if (ids.length > window) return 'window-exceeded';
  return unknownId !== undefined && ids.includes(unknownId) ? 'unknown-words' : undefined;
}
