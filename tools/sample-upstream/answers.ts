/** What the sample upstream knows: a topic, recognised by words that every way of asking for it shares, and its answer. */
const ANSWERS: readonly { readonly topic: readonly RegExp[]; readonly answer: string }[] = [
  { topic: [/dark mode/, /\boff\b|disable/], answer: 'Open Settings, choose Appearance and switch dark mode off.' },
  { topic: [/dark mode/], answer: 'Open Settings, choose Appearance and switch dark mode on.' },
  {
    topic: [/refund/, /\b60\b/],
    answer: 'Orders older than 60 days are not refunded; a repair can be arranged instead.',
  },
  {
    topic: [/refund/, /\b30\b/],
    answer: 'Orders older than 30 days are refunded as store credit, less the shipping costs.',
  },
  { topic: [/lunch/], answer: 'Lentil soup with bread, and an apple.' },
];

const GENERIC = 'This upstream knows a few canned answers only, and none to this question.';

/** The same answer for the same topic, and a remark that no model wrote it. */
export function answerTo(question: string): string {
  const normalised = question.toLowerCase().replace(/\s+/g, ' ').trim();
  const known = ANSWERS.find(({ topic }) => topic.every((word) => word.test(normalised)));
  return `${known?.answer ?? GENERIC} (Canned answer of the sample upstream; no model was asked.)`;
}
