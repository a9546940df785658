import type { MissReason, VerifyReason } from '../core/reason';

const DIFFERENCES: Readonly<Record<VerifyReason, string>> = {
  number: 'the numbers differ',
  unit: 'the units differ',
  date: 'the dates or times differ',
  quoted: 'what is quoted differs',
  code: 'code, paths or operators differ',
  negation: 'one of the texts negates what the other does not',
  antonym: 'a word in one text is the opposite of a word in the other',
  entity: 'the texts name different people, places, products or other things',
  'question-word': 'the texts ask for different things, such as who and when',
  'role-swap': 'the same things stand in swapped roles',
  language: 'the texts ask for different languages, or are written in different ones',
  format: 'the texts ask for different forms of the answer',
  scope: 'one of the texts asks for more or less than the other',
  content: 'the texts share a long passage or are not plainly English, and differ in other words',
  'low-score': 'no single difference rules it out, but the texts do not surely ask the same',
  'unknown-language':
    'the verifier does not know the words of this language, and the texts are not alike enough without them',
};

const OTHERS: Readonly<Partial<Record<MissReason, string>>> = {
  'below-threshold': 'the texts are not similar enough',
  'window-exceeded': "a text is longer than the model's window; it is matched exactly only",
  'unknown-words': 'a text has words outside the vocabulary of the model; it is matched exactly only',
};

/** What a reason of docs/reasons.md means for two texts. */
export function refusalInWords(reason: MissReason): string {
  return differenceInWords(reason) ?? OTHERS[reason] ?? reason;
}

/** What the verifier has found; `undefined` for a reason that is none of its. @param reason such as `verify-number` */
export function differenceInWords(reason: string): string | undefined {
  return Object.entries(DIFFERENCES).find(([name]) => reason === `verify-${name}`)?.[1];
}
