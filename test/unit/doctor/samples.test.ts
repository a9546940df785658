import { readSamples } from '../../../src/doctor/samples';

const PAGE = `# HELP x_total Some.
# TYPE x_total counter
x_total{where="a",say="with \\"} and more"} 2
x_total{where="b"} 3 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 1 1720000000
x_total{where="a"} 1e1
y 4
`;

describe('samples of a page of metrics', () => {
  it('are summed, all of them or by a label', () => {
    const samples = readSamples(PAGE);
    expect([samples.sum('x_total'), samples.sum('y'), samples.sum('z')]).toEqual([15, 4, 0]);
    expect(samples.by('x_total', 'where')).toEqual([
      ['a', 12],
      ['b', 3],
    ]);
  });
});
