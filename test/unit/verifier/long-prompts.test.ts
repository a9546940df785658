import { vetoOf } from './veto-of';

const DOCUMENT =
  'The harbour of Lisbon grew fast after 1755. Stone quays replaced the wooden piers, and 14 cranes were bought from ' +
  'Hamburg. The engineer Joana Prata wrote that the water was 9 metres deep before the dredging and 12 metres after it. ' +
  'Traders paid 3 percent on cotton, 5 percent on wine and nothing on grain. If a ship arrived late, its cargo was stored ' +
  'in the northern sheds unless the owner had paid in advance. Some sailors slept on board; others rented rooms in the old ' +
  'town.';
const REVIEWS =
  'Classify the mood.\nText: the soup was great -> good\nText: the bus was late -> bad\n' +
  'Text: the room was clean -> good\nText: the queue was short ->';
const DICTIONARY = 'cat => Katze\ndog => Hund\nbird => Vogel\nfish =>';
const PYTHON = `Explain what this does:
\`\`\`python
def total(items, rate=0.2):
    result = 0
    for item in items:
        if item.price > 10 and not item.sold:
            result += item.price * (1 + rate)
    print("total", result)
    return round(result, 2)
\`\`\``;
const JAVASCRIPT = `function add(a, b) {
  if (!a || b < 0) { return null; }
  const sum = a + b;
  for (let i = 0; i < sum; i++) { log(i); }
  return sum - 1;
}
What does it return?`;

type Change = readonly [from: string, to: string];

/** A prompt, and what may be changed in it so that it asks for something else. */
const CHANGES: readonly (readonly [string, readonly Change[]])[] = [
  [
    `${DOCUMENT}\n\nSummarise the text in 50 words. Answer in German.`,
    [
      ['Summarise', 'Translate'],
      ['Summarise the text', 'List the goods'],
      ['50 words', '100 words'],
      ['German', 'Dutch'],
      ['1755', '1756'],
      ['14 cranes', '15 cranes'],
      ['Hamburg', 'Bremen'],
      ['Joana', 'Maria'],
      ['cotton', 'linen'],
      ['before', 'after'],
      ['unless', 'if'],
      ['northern', 'southern'],
      ['Some', 'All'],
      ['late', 'early'],
      ['old town', 'new town'],
      ['3 percent on cotton, 5 percent on wine', '5 percent on cotton, 3 percent on wine'],
      ['wooden', 'wood and iron'],
      ['metres deep', 'feet deep'],
      ['bought', 'sold'],
      ['slept', 'ate'],
      ['and nothing', 'or nothing'],
      ['Traders', 'Sailors'],
      ['was stored', 'was not stored'],
      ['fast', 'slowly'],
    ],
  ],
  [
    REVIEWS,
    [
      ['short ->', 'long ->'],
      ['great', 'awful'],
      ['queue', 'food'],
      ['-> bad', '-> good'],
      ['mood', 'topic'],
    ],
  ],
  [
    DICTIONARY,
    [
      ['fish', 'horse'],
      ['fish', 'wish'],
      ['Hund', 'Chien'],
    ],
  ],
  [
    PYTHON,
    [
      ['0.2', '0.3'],
      ['> 10', '>= 10'],
      ['and not', 'or not'],
      ['not item', 'item'],
      ['+=', '-='],
      ['* (1', '/ (1'],
      ['1 + rate', '1 - rate'],
      ['"total"', '"sum"'],
      ['result, 2', 'result, 3'],
      ['price >', 'cost >'],
      ['for item in', 'for thing in'],
      ['Explain', 'Fix'],
      ['sold', 'bought'],
      ['python', 'ruby'],
    ],
  ],
  [
    JAVASCRIPT,
    [
      ['!a', 'a'],
      ['||', '&&'],
      ['< 0', '<= 0'],
      ['a + b', 'a - b'],
      ['a + b', 'a * b'],
      ['i++', 'i--'],
      ['sum - 1', 'sum + 1'],
      ['null', '0'],
      ['log(i)', 'log(sum)'],
      ['i < sum', 'i > sum'],
      ['it return', 'it print'],
    ],
  ],
];

describe.each(CHANGES)('a long prompt: %.30s…', (prompt, changes) => {
  it.each(changes)('is another one with "%s" for "%s"', (from, to) => {
    expect(prompt).toContain(from);
    expect(vetoOf(prompt, prompt.replace(from, to))).toBeDefined();
  });

  it.each([
    ['please', (text: string) => `${text}\nPlease.`],
    ['thanks', (text: string) => `Hello! ${text} Thanks!`],
    ['white space', (text: string) => `  ${text.replace(/\n/g, '\n\n').replace(/ /g, '  ')} \n`],
  ])('is the same one with another %s', (_, changed) => {
    expect(vetoOf(prompt, changed(prompt))).toBeUndefined();
  });
});

it('a question may stand before or behind its document', () => {
  expect(vetoOf(`Summarise the text.\n\n${DOCUMENT}`, `${DOCUMENT}\n\nPlease summarise the text.`)).toBeUndefined();
});

it('a slip in a document is no other document', () => {
  expect(vetoOf(DOCUMENT, DOCUMENT.replace('replaced', 'repalced'))).toBeUndefined();
});
