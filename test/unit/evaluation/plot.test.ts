import { SaxesParser } from 'saxes';
import { plotSvg } from '../../../src/evaluation/plot';

function elementsOf(svg: string): readonly { readonly name: string; readonly attributes: Record<string, string> }[] {
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes: attributes }));
  parser.write(svg).close();
  return elements;
}

describe('a plot', () => {
  const svg = plotSvg({
    title: 'a & b <c>',
    x: { label: 'recall', from: 0, to: 1 },
    y: { label: 'precision', from: 0.5, to: 1 },
    series: [
      {
        name: 'guards',
        points: [
          [0, 1],
          [1, 0.5],
        ],
        mark: [0.5, 0.75],
      },
      { name: 'plain', points: [[0, 0.2]] },
    ],
  });
  const elements = elementsOf(svg);

  it('is well-formed, light, and labelled', () => {
    expect(elements[0]?.name).toBe('svg');
    expect(elements.find(({ name }) => name === 'rect')?.attributes['fill']).toBe('#ffffff');
    for (const text of ['a &amp; b &lt;c&gt;', 'recall', 'precision', 'guards', 'plain'])
      expect(svg).toContain(`>${text}<`);
  });

  it('draws lines from corner to corner of the frame, marks, and keeps what is outside at its edge', () => {
    const lines = elements.filter(({ name }) => name === 'polyline').map(({ attributes }) => attributes['points']);
    expect(lines).toEqual(['64.0,40.0 616.0,364.0', '64.0,364.0']);
    const circles = elements.filter(({ name }) => name === 'circle');
    expect(circles.map(({ attributes: { cx, cy } }) => [cx, cy])).toEqual([['340.0', '202.0']]);
  });
});
