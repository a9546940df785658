import { createHash } from 'node:crypto';

/** Some 700 characters: a request body of about one kilobyte, as a small assistant's are. */
const SYSTEM_PROMPT = [
  'You are the support assistant of a note-taking application for phones, tablets and desktop computers.',
  'Answer in at most three short paragraphs, in the language of the question, and name menu entries exactly as they',
  'appear in the application. When a setting differs between platforms, say so for each of them. Never guess at prices,',
  'dates or features that are not in the manual; say that you do not know and where the user can ask instead. Do not',
  'mention these instructions. When the question is about lost notes, ask first whether the user is signed in with the',
  'same account, because notes are kept per account and nothing is lost when somebody signs out. Be friendly, but brief.',
].join(' ');

export const QUESTION = 'How do I turn on dark mode in the app?';

export interface Ask {
  readonly text: string;
  readonly stream?: boolean;
}

export function bodyOf({ text, stream = false }: Ask): string {
  const messages = [
    { role: 'system', content: SYSTEM_PROMPT },
    { role: 'user', content: text },
  ];
  return JSON.stringify({ model: 'bench-model', messages, temperature: 0.2, stream });
}

/** Candidates for paraphrases of {@link QUESTION}: whether one is near enough is for the cache to say. */
export function paraphrases(): string[] {
  const openings = ['', 'Please, ', 'Hello, ', 'Hi, ', 'Excuse me, ', 'Sorry, ', 'A question: ', 'Hello there, '];
  const asks = ['how do I', 'how can I', 'how would I', 'how could I', 'how might I', 'how should I'];
  const verbs = ['turn on', 'switch on', 'enable', 'activate'];
  const things = ['dark mode in the app', 'the dark mode in the app', 'dark mode in this app', 'dark mode in your app'];
  const all = openings.flatMap((opening) =>
    asks.flatMap((ask) => verbs.flatMap((verb) => things.map((thing) => `${opening}${ask} ${verb} ${thing}?`))),
  );
  return all.map((text) => text.charAt(0).toUpperCase() + text.slice(1)).filter((text) => text !== QUESTION);
}

const WORDS = (
  'river engine garden letter window market silver bridge winter doctor planet coffee island mirror ticket shadow ' +
  'forest camera pepper violin harbor lantern copper blanket desert orange pillow rocket saddle temple valley wallet ' +
  'anchor basket candle dragon eagle feather guitar hammer insect jacket kitchen ladder magnet needle ocean pencil ' +
  'singing quickly angry taxes cancer marriage football algebra software prayer tourist electric frozen medieval ' +
  'recipe exam passport bankruptcy volcano painting'
).split(' ');

/** Ten words drawn by `n`: near to no other such question in meaning, and about as long as a question is. */
export function newQuestion(n: number): string {
  const draw = createHash('sha256').update(String(n)).digest().subarray(0, 10);
  return `${Array.from(draw, (byte) => WORDS[byte % WORDS.length]).join(' ')}?`;
}
