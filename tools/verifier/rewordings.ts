import type { Chance } from './chance';
import type { WordNet } from './wordnet';

/** Changes a text and leaves what it asks for; `undefined` where it does not apply. */
export type Change = (text: string, by: Chance) => string | undefined;

const FRAMES: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^how (?:do|can|could|should) (?:i|you|we|one) /i,
    [
      'how do i ',
      'how can i ',
      'how do you ',
      'how can one ',
      'how to ',
      'what is the best way to ',
      'what are the steps to ',
      'how should i ',
      'what is a good way to ',
      'what should i do to ',
    ],
  ],
  [/^how to /i, ['how do i ', 'how can i ', 'what is the best way to ', 'how do you ']],
  [/^what (?:is|are) the best way(?:s)? to /i, ['how do i ', 'how can i ', 'how to ', 'what are some good ways to ']],
  [
    /^(?:what|which) (?:is|are) (?:the|some of the|some) best /i,
    [
      'what is the best ',
      'which is the best ',
      'what are the best ',
      'what are some good ',
      'which are the best ',
      'what are some of the best ',
    ],
  ],
  [/^what is the /i, ["what's the ", 'tell me the ', 'can you tell me the ', 'do you know the ']],
  [/^what are the /i, ['tell me the ', 'what are some ', 'what are the main ', 'list the ']],
  [/^what is /i, ["what's ", 'what exactly is ', 'can you explain what is ']],
  [/^why (?:is|are) /i, ['what is the reason that ', 'why exactly is ', 'why is it that ']],
  [/^why (?:do|does) /i, ['what is the reason why ', 'how come ', 'why exactly do ']],
  [/^can you /i, ['could you ', 'would you ', 'please ', 'i want you to ', '']],
  [
    /^i (?:want|need|would like) to /i,
    ['i want to ', 'i need to ', 'i would like to ', "i'd like to ", 'help me ', 'can i '],
  ],
  [/^tell me /i, ['give me ', 'show me ', 'can you tell me ', 'please tell me ', 'i want to know ']],
  [/^can i /i, ['am i able to ', 'is it possible to ', 'may i ', 'am i allowed to ']],
  [/^is it possible to /i, ['can i ', 'can you ', 'is there a way to ']],
  [/^how much (?:does|do) /i, ['what does ', 'what do ']],
  [
    /^where can i (?:find|get|buy) /i,
    ['where can i find ', 'where can i get ', 'where do i get ', 'where can one find '],
  ],
];
const BEFORE = [
  'please ',
  'can you tell me ',
  'could you please tell me ',
  'hi, ',
  'hey, ',
  'hello! ',
  'i would like to know ',
  'i was wondering, ',
  'quick question: ',
  'tell me ',
  'i need to know ',
  'ok so ',
  'just curious, ',
  'question: ',
  'dear assistant, ',
];
const BEHIND = [' please', ' thanks', ', please?', ' thank you!', ' thanks in advance', ' i appreciate it', ''];
const HEDGES = ['really', 'actually', 'exactly', 'currently', 'just', 'usually', 'generally'];

export function rewordings(net: WordNet): Readonly<Record<string, Change>> {
  return {
    wrap: (t, by) =>
      by.next() < 0.7 ? by.pick(BEFORE) + lowerFirst(t) + by.pick(BEHIND) : t.replace(/[ ?.!]+$/, '') + by.pick(BEHIND),
    case: (t, by) =>
      by.pick([
        t.toLowerCase(),
        t.replace(/[?.!]+$/, ''),
        `${t}?`,
        t.toLowerCase().replace(/[ ?.!]+$/, ''),
        t.replace(/'/g, ''),
      ]),
    contraction: (t) =>
      firstOf(t, [
        [/\bwhat's\b/i, 'what is'],
        [/n't\b/i, ' not'],
        [/\bi'm\b/i, 'i am'],
        [/\bi've\b/i, 'i have'],
        [/\bit's\b/i, 'it is'],
        [/\bdo not\b/i, "don't"],
        [/\bcannot\b/i, "can't"],
        [/\bi am\b/i, "i'm"],
        [/\bwhat is\b/i, "what's"],
        [/\bis not\b/i, "isn't"],
      ]),
    frame: (t, by) => {
      const frame = FRAMES.find(([is]) => is.test(t));
      return frame && t.replace(frame[0], by.pick(frame[1]));
    },
    typo: (t, by) => {
      const words = wordsOf(t).filter((w) => w.length > 5);
      if (words.length === 0) return undefined;
      const w = by.pick(words);
      const i = 1 + by.below(w.length - 3);
      const slip = by.pick([
        w.slice(0, i) + w.charAt(i + 1) + w.charAt(i) + w.slice(i + 2),
        w.slice(0, i) + w.slice(i + 1),
        w.slice(0, i) + w.slice(i - 1),
      ]);
      return t.replace(w, slip);
    },
    synonym: (t, by) => withOtherWord(t, by, (w) => net.synonyms(w)),
    hedge: (t, by) => {
      const at = /\b(?:is|are|do|does|can|should|i|you|to) /i.exec(t);
      return at
        ? `${t.slice(0, at.index + at[0].length)}${by.pick(HEDGES)} ${t.slice(at.index + at[0].length)}`
        : undefined;
    },
    plural: (t) => {
      const at = /\b(?:a|an) ([a-z]{4,}[^s\W])\b/.exec(t);
      return at ? `${t.slice(0, at.index)}${at[1] ?? ''}s${t.slice(at.index + at[0].length)}` : undefined;
    },
    front: (t) => {
      const at = /^(how|what|why|where|when)\b(.*) (in|on|for|with|at) ((?:[\w.+#]+ ?){1,3})[?.!]*$/i.exec(t);
      return at ? `${at[3] ?? ''} ${(at[4] ?? '').trim()}, ${(at[1] ?? '').toLowerCase()}${at[2] ?? ''}?` : undefined;
    },
    symmetric: (t) => {
      const at =
        /(\b(?:between|of|about|like|with|from|for|in|is|are) (?:a |an |the )?)([\w'.+#]{2,}) (and|or|vs|than) (?:a |an |the )?([\w'.+#]{2,})(?=[?.!]*$)/i.exec(
          t,
        );
      return at && at[3] !== 'than'
        ? `${t.slice(0, at.index)}${at[1] ?? ''}${at[4] ?? ''} ${at[3] ?? ''} ${at[2] ?? ''}${t.slice(at.index + at[0].length)}`
        : undefined;
    },
    article: (t) =>
      firstOf(t, [
        [/ the ([a-z]{4,}) of\b/i, ' $1 of'],
        [/\bsome of the\b/i, 'some'],
        [/ a ([a-z]{4,})\b/i, ' the $1'],
        [/ my ([a-z]{4,})\b/i, ' a $1'],
      ]),
  };
}

function firstOf(text: string, rules: readonly (readonly [RegExp, string])[]): string | undefined {
  const rule = rules.find(([from]) => from.test(text));
  return rule && text.replace(rule[0], rule[1]);
}

function lowerFirst(text: string): string {
  return /^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** With one word in place of another. @param othersOf what may stand for a word in lower case */
export function withOtherWord(
  text: string,
  by: Chance,
  othersOf: (word: string) => readonly string[],
): string | undefined {
  const known = wordsOf(text)
    .filter((w) => w.length > 3)
    .flatMap((w) => othersOf(w.toLowerCase()).map((s) => [w, s] as const));
  if (known.length === 0) return undefined;
  const [w, s] = by.pick(known);
  return text.replace(new RegExp(`\\b${w}\\b`), s.toLowerCase());
}

export function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z]+/g) ?? [];
}
