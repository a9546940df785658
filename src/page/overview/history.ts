import { html, type TemplateResult } from 'lit-html';
import type { History, HistoryStep } from '../../core/overview';
import { swatch } from '../bars.js';
import { clock, count, duration, seconds } from '../format.js';
import { SERIES, type Series } from './history-chart.js';

const WORDS: Readonly<Record<Series, string>> = {
  exact: 'exact hits',
  semantic: 'semantic hits',
  shadow: 'shadow hits',
  miss: 'misses',
  bypass: 'bypasses',
};

/** Rows of the table; the chart has all. */
const ROWS = 30;

/** What became of calls, step by step of time. */
export function historyPanel(history: History): TemplateResult {
  const { steps, stepSeconds } = history;
  return html`<section class="panel full" aria-labelledby="history-title" id="history">
    <h2 id="history-title">Calls over time</h2>
    <ul class="legend">
      ${SERIES.map((name) => html`<li>${swatch(name)} ${WORDS[name]}</li>`)}
    </ul>
    <history-chart .history=${history}></history-chart>
    <p class="hint">Each bar is ${duration(stepSeconds)}; the last one is still under way.</p>
    <details>
      <summary>The same as a table</summary>
      <div class="scrolls" tabindex="0" role="region" aria-label="Calls over time, table">
        <table>
          <caption>
            The last ${count(Math.min(ROWS, steps.length))} steps, newest first
          </caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              ${SERIES.map((name) => html`<th scope="col" class="number">${WORDS[name]}</th>`)}
              <th scope="col" class="number">lookup, mean</th>
              <th scope="col" class="number">upstream, mean</th>
            </tr>
          </thead>
          <tbody>
            ${steps.slice(-ROWS).reverse().map(row)}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function row(step: HistoryStep): TemplateResult {
  const mean = (milliseconds: number | undefined | null): string =>
    typeof milliseconds === 'number' ? seconds(milliseconds / 1000) : '–';
  return html`<tr>
    <th scope="row">${clock(step.at)}</th>
    ${SERIES.map((name) => html`<td class="number">${count(step[name])}</td>`)}
    <td class="number">${mean(step.lookupMs)}</td>
    <td class="number">${mean(step.upstreamMs)}</td>
  </tr>`;
}
