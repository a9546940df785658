import { withOtherWord, wordsOf, type Change } from './rewordings';
import type { WordNet } from './wordnet';

const BEHIND = [
  'in India',
  'in the US',
  'in Canada',
  'for beginners',
  'for a child',
  'for a small business',
  'for students',
  'at night',
  'on a Mac',
  'on my phone',
  'on Android',
  'without paying',
  'online',
  'naturally',
  'in one week',
  'from home',
  'with my job',
  'for free',
  'in Python',
  'during winter',
  'at home',
  'for women',
  'for kids',
  'as a beginner',
  'in children',
  'for life',
  'after an accident',
  'by hand',
  'before a trip',
  'using Excel',
  'with a low budget',
  'in winter',
  'for two people',
  'in my area',
  'when travelling',
  'with diabetes',
  'while pregnant',
  'in a relationship',
  'in detail',
  'with examples',
  'and why',
  'and how much it costs',
  'or something cheaper',
  'and how to avoid it',
  'in simple terms',
  'step by step',
  'as a table',
];
const MODIFIERS = [
  'used',
  'cheap',
  'digital',
  'international',
  'local',
  'online',
  'mobile',
  'old',
  'former',
  'small',
  'Android',
  'Indian',
  'electric',
  'wooden',
  'frozen',
  'private',
  'public',
  'second',
  'joint',
  'corporate',
  'female',
  'junior',
  'raw',
  'temporary',
  'foreign',
  'free',
  'Linux',
  'virtual',
  'medical',
  'wild',
  'military',
  'whale',
  'baby',
  'IT',
];
const QUESTIONS = [
  'What is better?',
  'Which one is best?',
  'How much does it cost?',
  'Why?',
  'How does it work?',
  'Is it safe?',
  'Who can help me?',
  'What are the risks?',
  'When should I start?',
  'Where can I find it?',
];
const VERBS = [
  'find',
  'become',
  'make',
  'sell',
  'stop',
  'get',
  'teach',
  'avoid',
  'check',
  'choose',
  'remove',
  'repair',
  'rent',
  'paint',
  'share',
  'write',
  'read',
  'test',
  'need',
  'have',
  'like',
  'want',
  'be',
  'know',
];
const FORMS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^what (?:is|are) (?:a |an |the )?/i,
    [
      'how does it work: ',
      'who invented ',
      'what is the use of ',
      'what are the types of ',
      'what are examples of ',
      'what is the history of ',
      'what is the cost of ',
      'why is ',
      'what are the disadvantages of ',
      'where is ',
      'is there ',
    ],
  ],
  [
    /^how (?:do|can|could|should) (?:i|you|we|one) /i,
    [
      'why should i ',
      'should i ',
      'when should i ',
      'where can i ',
      'why do people ',
      'who can ',
      'do i have to ',
      'why did you ',
    ],
  ],
  [/^(?:can|could) i /i, ['when can i ', 'why can i ', 'where can i ', 'why should i ']],
  [/^why (?:is|are) /i, ['is ', 'when is ', 'how is ', 'where is ']],
  [/^(?:is|are) /i, ['why is ', 'when is ', 'who is ']],
  [/^where /i, ['when ', 'why ']],
  [/^who (?:is|was) /i, ['where is ', 'why is ', 'how old is ', 'who is the wife of ']],
];

/** Changes a text into one that asks for something else. */
export function changes(net: WordNet): Readonly<Record<string, Change>> {
  return {
    phrase: (t, by) => `${t.replace(/[ ?.!]+$/, '')} ${by.pick(BEHIND)}`,
    modifier: (t, by) => {
      const places = [...t.matchAll(/\b(?:a|an|the|my|best|some|of|for|in) (?=[a-z]{4,})/g)];
      if (places.length === 0) return undefined;
      const at = by.pick(places);
      const end = at.index + at[0].length;
      return `${t.slice(0, end)}${by.pick(MODIFIERS)} ${t.slice(end)}`;
    },
    sibling: (t, by) => withOtherWord(t, by, (w) => net.siblings(w)),
    verb: (t, by) => {
      const at = /\b(?:to|do i|can i|should i|do you|can you|i want to|i need to) ([a-z]{3,})\b/i.exec(t);
      const verb = by.pick(VERBS);
      if (!at || at[1] === verb) return undefined;
      return t.slice(0, at.index) + at[0].slice(0, -(at[1] ?? '').length) + verb + t.slice(at.index + at[0].length);
    },
    form: (t, by) => {
      const form = FORMS.find(([is]) => is.test(t));
      return form && t.replace(form[0], by.pick(form[1]));
    },
    dropped: (t) => {
      const at = / (?:in|for|with|from|on|at|without|during) [\w .'-]{3,30}[?.!]*$/i.exec(t);
      return at && wordsOf(t.slice(0, at.index)).length > 3 ? t.slice(0, at.index) : undefined;
    },
    item: (t, by) => {
      const at = /\b([A-Za-z']{3,}) (and|or) ([A-Za-z']{3,})\b/.exec(t);
      const other = at && net.siblings((at[3] ?? '').toLowerCase());
      if (!at) return undefined;
      const item = other && other.length > 0 ? by.pick(other) : undefined;
      return item === undefined
        ? t.replace(at[0], at[1] ?? '')
        : t.replace(at[0], `${at[1] ?? ''}, ${at[3] ?? ''} ${at[2] ?? ''} ${item}`);
    },
    tense: (t) => {
      const rules: readonly (readonly [RegExp, string])[] = [
        [/\bdo i\b/i, 'did you'],
        [/\bshould i\b/i, 'should i not have to'],
        [/\bcan i\b/i, 'could i have been able to'],
        [/\bis\b/i, 'was'],
        [/\bdoes\b/i, 'did'],
        [/\bwill\b/i, 'did'],
        [/\bdo you\b/i, 'did you'],
      ];
      const rule = rules.find(([from]) => from.test(t));
      return rule && t.replace(rule[0], rule[1]);
    },
    question: (t, by) => `${t.replace(/[?.! ]+$/, '')}? ${by.pick(QUESTIONS)}`,
    part: (t, by) =>
      `${t.replace(/[ ?.!]+$/, '')}, and ${by.pick(['what does it cost', 'how long does it take', 'who can help me', 'what are the risks', 'why', 'where do I start', 'is it worth it'])}?`,
  };
}
