const BEFORE = [
  '',
  'Please: ',
  'Hello, ',
  'Hi! ',
  'Tell me, ',
  'So, ',
  'Well, ',
  'Quick one: ',
  'Thanks, ',
  'Hey, ',
  'Now, ',
  'Again: ',
];
const AFTER = [
  '?',
  '? Thanks',
  '? Thank you',
  ', please?',
  '? Please',
  ', please tell me?',
  '? Cheers',
  '??',
  ' ?',
  '? Hello?',
  '.',
  '!',
];

/** As many ways to ask one thing, all near each other to a model and no two of them the same text. The first is the plain one. */
export function* rewordings(): Generator<string, never> {
  for (const after of AFTER) {
    for (const before of BEFORE) yield `${before}what is the refund policy for orders older than 30 days${after}`;
  }
  throw new Error('all rewordings were used');
}
