import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { LatencyOfPhase } from '../../core/overview';
import { count, seconds } from '../format.js';
import { percentOf } from '../bars.js';

const PHASES: ReadonlyMap<string, string> = new Map([
  ['parse', 'read the request'],
  ['exact', 'look for the same words'],
  ['embed', 'turn the question into a vector'],
  ['nearest', 'find the nearest questions'],
  ['verify', 'compare what is asked'],
  ['opinion', 'ask the second model'],
  ['render', 'write the answer'],
  ['total', 'the whole lookup'],
  ['upstream', "the upstream's answer"],
]);

/** Seconds at the left end: what is faster counts as this. */
const FASTEST = 0.00001;
const TICKS = [0.0001, 0.001, 0.01, 0.1, 1, 10, 100];

/** How long each phase takes, on a scale on which each line is ten times the one before. */
export function latencyPanel(latency: readonly LatencyOfPhase[]): TemplateResult {
  const known = latency.filter(({ count: times }) => times > 0);
  const slowest = Math.max(1, ...known.map(({ p99 }) => p99)) * 1.5;
  const place = (value: number): number => Math.log(Math.max(value, FASTEST) / FASTEST) / Math.log(slowest / FASTEST);
  const ticks = TICKS.filter((tick) => tick < slowest);
  return html`<section class="panel" aria-labelledby="latency-title" id="latency">
    <h2 id="latency-title">How long it takes</h2>
    ${
      known.length === 0
        ? html`<p class="hint">Nothing was measured yet.</p>`
        : html`<table class="latency">
            <caption>
              Phases of the lookup, and the upstream's answers that were stored. The bar goes from the median to the
              95th percentile.
            </caption>
            <thead>
              <tr>
                <th scope="col">Phase</th>
                <th scope="col" class="number">Median</th>
                <th scope="col" class="number">95 %</th>
                <th scope="col" class="number optional">99 %</th>
                <th scope="col" class="number optional">Calls</th>
                <th scope="col" class="for-range">${scale(ticks, place)}</th>
              </tr>
            </thead>
            <tbody>
              ${known.map((phase) => row(phase, ticks, place))}
            </tbody>
          </table>`
    }
  </section>`;
}

type Place = (value: number) => number;

function row(
  { phase, count: times, p50, p95, p99 }: LatencyOfPhase,
  ticks: readonly number[],
  place: Place,
): TemplateResult {
  return html`<tr data-phase=${phase}>
    <th scope="row">${phase} <span class="meaning">${PHASES.get(phase)}</span></th>
    <td class="number">${seconds(p50)}</td>
    <td class="number">${seconds(p95)}</td>
    <td class="number optional">${seconds(p99)}</td>
    <td class="number optional">${count(times)}</td>
    <td class="for-range">
      <svg class="range" aria-hidden="true">
        ${ticks.map((tick) => line(place(tick)))}
        <rect
          class=${colourOf(phase)}
          x=${percentOf(place(p50))}
          y="35%"
          width=${percentOf(place(p95) - place(p50))}
          height="30%"
        ></rect>
        <circle class=${colourOf(phase)} cx=${percentOf(place(p50))} cy="50%" r="5"></circle>
        <circle class="${colourOf(phase)} small" cx=${percentOf(place(p95))} cy="50%" r="3.5"></circle>
      </svg>
    </td>
  </tr>`;
}

function colourOf(phase: string): string {
  if (phase === 'upstream') return 'fill-upstream';
  return phase === 'total' ? 'fill-semantic' : 'fill-exact';
}

function scale(ticks: readonly number[], place: Place): TemplateResult {
  return html`<span class="only-read-out">Chart</span>
    <svg class="range scale" aria-hidden="true">
      ${ticks.map((tick, index) => svg`${line(place(tick))}${index % 2 === 0 ? label(tick, place) : nothing}`)}
    </svg>`;
}

/** Of every other line: there is no room for more. */
function label(tick: number, place: Place): ReturnType<typeof svg> {
  return svg`<text x=${percentOf(place(tick))} dx="3" y="70%">${seconds(tick)}</text>`;
}

function line(at: number): ReturnType<typeof svg> {
  return svg`<line class="tick" x1=${percentOf(at)} x2=${percentOf(at)} y1="0" y2="100%"></line>`;
}
