import { dot } from '../../../../src/core/dot';
import { norm, pool, toUnit } from '../../../../src/embedding/onnx/pooling';

describe('pooling', () => {
  // Two texts of a padded batch, two numbers a token; the second text has one token and one row of padding.
  const data = Float32Array.from([1, 2, 3, 6, 5, 7, 99, 99]);

  it.each([
    ['mean', 0, 2, [2, 4]],
    ['mean', 4, 1, [5, 7]],
    ['cls', 0, 2, [1, 2]],
    ['cls', 4, 1, [5, 7]],
  ] as const)('%s from offset %i over %i tokens leaves padding out', (pooling, offset, length, expected) => {
    expect([...pool({ data, offset, length, dims: 2 }, pooling)]).toEqual(expected);
  });

  it('gives unit vectors of the same direction', () => {
    const unit = toUnit(Float32Array.from([3, 4]));
    expect(norm(unit)).toBeCloseTo(1, 6);
    expect(dot(unit, Float32Array.from([3, 4]))).toBeCloseTo(5, 5);
  });
});
