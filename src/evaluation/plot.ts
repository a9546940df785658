export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** A line of a plot, or a single marked point of it. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** What is in force. */
  readonly mark?: readonly [x: number, y: number];
}

export interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

const WIDTH = 640;
const HEIGHT = 420;
const MARGIN = { left: 64, right: 24, top: 40, bottom: 56 };
const TICKS = 5;
/** Told apart by people with any colour vision (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];

/** Lines in a frame with two labelled axes, as SVG. */
export function plotSvg({ title, x, y, series }: Plot): string {
  const across = scale(x, MARGIN.left, WIDTH - MARGIN.right);
  const up = scale(y, HEIGHT - MARGIN.bottom, MARGIN.top);
  const at = ([px, py]: readonly [number, number]): string => `${across(px).toFixed(1)},${up(py).toFixed(1)}`;
  const lines = series.map(({ name, points, mark }, i) => {
    const colour = COLOURS[i % COLOURS.length] ?? '#000000';
    const [cx, cy] = mark === undefined ? [] : at(mark).split(',');
    const legendY = MARGIN.top + 16 + 18 * i;
    return [
      `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.map(at).join(' ')}"/>`,
      ...(cx === undefined || cy === undefined ? [] : [`<circle cx="${cx}" cy="${cy}" r="4" fill="${colour}"/>`]),
      `<rect x="${WIDTH - 204}" y="${legendY - 9}" width="12" height="4" fill="${colour}"/>`,
      text({ x: WIDTH - 186, y: legendY - 3 }, name),
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text({ x: MARGIN.left, y: 24 }, title, 'font-size="14"'),
    ...ticksOf(x).map((value) => verticalTick(value, across(value))),
    ...ticksOf(y).map((value) => horizontalTick(value, up(value))),
    text({ x: (MARGIN.left + WIDTH - MARGIN.right) / 2, y: HEIGHT - 14 }, x.label, 'text-anchor="middle"'),
    text({ x: 0, y: 0 }, y.label, `text-anchor="middle" transform="translate(16 ${HEIGHT / 2}) rotate(-90)"`),
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

function scale({ from, to }: Axis, start: number, end: number): (value: number) => number {
  const clamp = (value: number): number => Math.min(to, Math.max(from, value));
  return (value) => start + ((clamp(value) - from) / (to - from)) * (end - start);
}

function ticksOf({ from, to }: Axis): readonly number[] {
  return Array.from({ length: TICKS + 1 }, (_, i) => from + ((to - from) * i) / TICKS);
}

function verticalTick(value: number, x: number): string {
  const line = `<line x1="${x}" x2="${x}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}" stroke="#e0e0e0"/>`;
  return `${line}${text({ x, y: HEIGHT - MARGIN.bottom + 16 }, label(value), 'text-anchor="middle"')}`;
}

function horizontalTick(value: number, y: number): string {
  const line = `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y}" y2="${y}" stroke="#e0e0e0"/>`;
  return `${line}${text({ x: MARGIN.left - 6, y: y + 4 }, label(value), 'text-anchor="end"')}`;
}

function label(value: number): string {
  return String(Number(value.toFixed(3)));
}

function text({ x, y }: { readonly x: number; readonly y: number }, content: string, attributes = ''): string {
  return `<text x="${x}" y="${y}" fill="#202020" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
