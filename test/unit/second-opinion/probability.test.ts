import type { PairModelConfig } from '../../../src/second-opinion/model-config';
import { probabilitiesOf } from '../../../src/second-opinion/probability';

const NLI = ['contradiction', 'entailment', 'neutral'];
const output = (change: Partial<PairModelConfig['output']>): PairModelConfig['output'] => ({
  labels: NLI,
  same: 'entailment',
  activation: 'softmax',
  bothWays: false,
  ...change,
});
const rows = (...numbers: number[][]) => ({
  data: Float32Array.from(numbers.flat()),
  shape: [numbers.length, numbers[0]!.length],
});

describe('the probability that two texts ask the same', () => {
  it('is the share of its label among all, for each row', () => {
    const found = probabilitiesOf(rows([0, 0, 0], [0, Math.log(8), 0], [50, -50, 0]), output({}));
    expect(found[0]).toBeCloseTo(1 / 3, 6);
    expect(found[1]).toBeCloseTo(0.8, 6);
    expect(found[2]).toBeCloseTo(0, 12);
  });

  it('takes the label by its place, too', () => {
    expect(probabilitiesOf(rows([0, Math.log(8), 0]), output({ same: 0 }))[0]).toBeCloseTo(0.1, 6);
  });

  it('is its own logit’s, where labels do not exclude each other', () => {
    const single = output({ labels: ['same'], same: 'same', activation: 'sigmoid' });
    const [even, sure] = probabilitiesOf(rows([0], [Math.log(9)]), single);
    expect([even, sure]).toEqual([0.5, expect.closeTo(0.9, 6)]);
    const second = output({ labels: ['a', 'b'], same: 'b', activation: 'sigmoid' });
    expect(probabilitiesOf(rows([5, 0]), second)[0]).toBe(0.5);
  });

  it('bears numbers of any size', () => {
    expect(probabilitiesOf(rows([1e30, 1e30, -1e30]), output({}))[0]).toBe(0.5);
    expect(probabilitiesOf(rows([Number.NaN, 0, 0]), output({}))[0]).toBeNaN();
  });

  it('takes a network that gives one number a pair without a dimension for it', () => {
    const single = output({ labels: ['same'], same: 'same', activation: 'sigmoid' });
    expect(probabilitiesOf({ data: Float32Array.of(0, 0), shape: [2] }, single)).toEqual([0.5, 0.5]);
  });

  it.each([
    [{ data: new Float32Array(2), shape: [1, 2] }, 'gives 2 numbers a pair, its config has 3 labels'],
    [{ data: new Float32Array(12), shape: [1, 4, 3] }, 'gives rows of 4 × 3 numbers a pair, its config has 3 labels'],
  ])('refuses what does not fit its labels', (found, message) => {
    expect(() => probabilitiesOf(found, output({}))).toThrow(message);
  });
});
