import uPlot from 'uplot';
import type { History, HistoryStep } from '../../core/overview';
import { clock, count } from '../format.js';
import { THEME_CHANGED } from '../theme.js';

/** From bottom to top of the stack. */
export const SERIES = ['exact', 'semantic', 'shadow', 'miss', 'bypass'] as const;
export type Series = (typeof SERIES)[number];

const HEIGHT = 240;
/** As wide as this many steps at least. */
const LEAST_STEPS = 30;

/** Calls over time, as stacked bars. Its content is drawn on a canvas; the table beside it says the same in words. */
class HistoryChart extends HTMLElement {
  #history: History | undefined;
  #plot: uPlot | undefined;
  readonly #readout = document.createElement('p');
  readonly #watch = new ResizeObserver(() => {
    this.#plot?.setSize({ width: this.#width(), height: HEIGHT });
  });
  readonly #restart = (): void => {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#draw();
  };

  set history(history: History) {
    this.#history = history;
    if (this.isConnected) this.#draw();
  }

  connectedCallback(): void {
    this.setAttribute('role', 'img');
    this.setAttribute('aria-label', 'Calls over time by what became of them; the table below has the numbers');
    this.#readout.className = 'readout';
    this.append(this.#readout);
    this.#watch.observe(this);
    window.addEventListener(THEME_CHANGED, this.#restart);
    DARK.addEventListener('change', this.#restart);
    this.#draw();
  }

  disconnectedCallback(): void {
    this.#watch.disconnect();
    window.removeEventListener(THEME_CHANGED, this.#restart);
    DARK.removeEventListener('change', this.#restart);
    this.#plot?.destroy();
    this.#plot = undefined;
    this.replaceChildren();
  }

  #draw(): void {
    if (this.#history === undefined) return;
    const data = stacked(this.#history.steps);
    if (this.#plot === undefined) this.#plot = new uPlot(this.#options(), data, this);
    else this.#plot.setData(data);
  }

  /** As page.css has it for the theme in force; a canvas knows no variables. */
  #colour(name: string): string {
    this.#readout.style.setProperty('color', `var(--${name})`);
    const { color } = getComputedStyle(this.#readout);
    this.#readout.style.removeProperty('color');
    return color;
  }

  #width(): number {
    return Math.max(200, this.clientWidth);
  }

  #options(): uPlot.Options {
    const colour = (name: string): string => this.#colour(name);
    const axis = { stroke: colour('muted'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
    const bars = uPlot.paths.bars?.({ size: [0.85, 40], align: 1 });
    return {
      width: this.#width(),
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { range: (_, first, last) => this.#span(first, last) },
        y: { range: (_, __, most) => [0, Math.max(4, most * 1.05)] },
      },
      axes: [
        { ...axis, space: 80, values: (_, times) => times.map((time) => clock(time * 1000)) },
        { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000] },
      ],
      // The highest first, so that lower ones are drawn over it.
      series: [
        {},
        ...[...SERIES].reverse().map((name) => ({
          label: name,
          fill: colour(name),
          width: 0,
          points: { show: false },
          ...(bars && { paths: bars }),
        })),
      ],
      hooks: {
        setCursor: [
          ({ cursor: { idx } }) => {
            this.#tell(idx);
          },
        ],
      },
    };
  }

  /** Soon after the start there is room for what comes. */
  #span(first: number, last: number): [number, number] {
    const step = this.#history?.stepSeconds ?? 1;
    return [Math.min(first, last - LEAST_STEPS * step), last + step];
  }

  #tell(index: number | null | undefined): void {
    const step = this.#history?.steps[index ?? -1];
    this.#readout.textContent =
      step === undefined ? '' : [clock(step.at), ...SERIES.map((name) => `${name} ${count(step[name])}`)].join(' · ');
  }
}

const DARK = window.matchMedia('(prefers-color-scheme: dark)');

/** Each series with all that lie below it; the whole stack first. */
function stacked(steps: readonly HistoryStep[]): uPlot.AlignedData {
  const upTo = (last: number) =>
    steps.map((step) => SERIES.slice(0, last + 1).reduce((sum, name) => sum + step[name], 0));
  return [steps.map(({ at }) => at / 1000), ...SERIES.map((_, index) => upTo(SERIES.length - 1 - index))];
}

customElements.define('history-chart', HistoryChart);
