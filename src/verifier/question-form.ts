import { phraseAt } from './phrases';
import type { Tokens } from './tokens';

/** What kind of question a text asks, as far as its first question tells. */
export interface QuestionForm {
  /** The kind of answer wanted (person, time, way …); `polar`: yes or no; `open`: "what" and "which"; `none`: it does not ask. */
  readonly kind: string;
  readonly past: boolean;
  /** Asks of the one who writes, of the one who is written to, or of neither or both. */
  readonly about: 'speaker' | 'addressee' | 'nobody';
}

export function questionForm(text: Tokens): QuestionForm {
  const { softeners, dates } = text.lexicon;
  const speaker = hasAny(text, softeners.speaker);
  const addressee = hasAny(text, softeners.addressee);
  return {
    kind: kindOf(text),
    past: hasAny(text, dates.past),
    about: speaker === addressee ? 'nobody' : speaker ? 'speaker' : 'addressee',
  };
}

function hasAny({ texts }: Tokens, words: ReadonlySet<string>): boolean {
  for (const word of words) if (texts.has(word)) return true;
  return false;
}

function kindOf(text: Tokens): string {
  const { anywhere, opening, auxiliaries } = text.lexicon.questions;
  const { open, impersonal } = text.lexicon.softeners;
  let polar = false;
  for (const [at, token] of text.tokens.entries()) {
    const asked = phraseAt(anywhere, text.tokens, at) ?? phraseAt(opening, text.tokens, at);
    if (asked) return asked.value;
    if (open.has(token.text)) return 'open';
    const begins = at === 0 || token.gap === 'sentence' || token.gap === 'comma' || token.gap === 'colon';
    if (begins && auxiliaries.has(token.text) && !impersonal.has(text.tokens[at + 1]?.text ?? '')) polar = true;
  }
  return polar ? 'polar' : 'none';
}
