import { bandEdges, bandOf } from '../../../src/calibration/bands';

describe('bands of scores', () => {
  it('are finest near 1: the distance to 1 doubles from one edge to the next, down to the configured threshold', () => {
    const edges = bandEdges(0.68);
    expect(edges).toHaveLength(6);
    expect(edges.at(-1)).toBe(0.68);
    const distances = edges.map((edge) => 1 - edge);
    distances.slice(1).forEach((distance, i) => {
      expect(distance / distances[i]!).toBeCloseTo(2, 9);
    });
  });

  it('hold their lower edge; below the last there is none', () => {
    const edges = bandEdges(0.9);
    expect(edges.map((edge) => bandOf(edges, edge))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(bandOf(edges, 1)).toBe(0);
    expect(bandOf(edges, 0.9 - 1e-9)).toBe(-1);
    expect(bandOf(edges, NaN)).toBe(-1);
  });

  it('are one where only the score 1 may be served', () => {
    const edges = bandEdges(1);
    expect(bandOf(edges, 1)).toBe(0);
    expect(bandOf(edges, 0.999)).toBe(-1);
  });
});
