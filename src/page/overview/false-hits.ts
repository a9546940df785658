import { html, nothing, type TemplateResult } from 'lit-html';
import type { FalseHits } from '../../core/overview';
import { percentOf } from '../bars.js';
import { count, decimal, percent, rate } from '../format.js';
import { visibleText } from '../visible-text.js';

/** A threshold that no score reaches. */
export const NOTHING_SERVED = 2;

/** Of policies that bound their false hits: what the checks have found, and what is allowed. */
export function falseHitsPanel(falseHits: readonly FalseHits[]): TemplateResult {
  const widest = Math.max(
    0.02,
    ...falseHits.map((one) => Math.min(1, Math.max(one.maxFalseHitRate * 2, one.rate ?? 0))),
  );
  return html`<section class="panel" aria-labelledby="false-hits-title" id="false-hits">
    <h2 id="false-hits-title">False hits</h2>
    ${
      falseHits.length === 0
        ? html`<p class="hint">
            No policy bounds its false hits, so none are checked. <code>maxFalseHitRate</code> has a share of hits
            compared with the upstream's answers.
          </p>`
        : html`<table class="cards">
            <caption>
              Estimated from checks: the dot is the estimate, the line its interval, the upright line what the policy
              allows
            </caption>
            <thead>
              <tr>
                <th scope="col">Policy</th>
                <th scope="col" class="number">False</th>
                <th scope="col" class="number">Interval</th>
                <th scope="col" class="number">Allowed</th>
                <th scope="col" class="number">Checked</th>
                <th scope="col" class="for-range"><span class="only-read-out">Chart</span></th>
              </tr>
            </thead>
            <tbody>
              ${falseHits.map((one) => row(one, widest))}
            </tbody>
          </table>`
    }
  </section>`;
}

function row(one: FalseHits, widest: number): TemplateResult {
  const { policy, rate: estimate, low, high, maxFalseHitRate, confidence, checked, threshold } = one;
  const served =
    threshold >= NOTHING_SERVED
      ? 'serves nothing by meaning, yet or any more'
      : `serves scores from ${decimal(threshold)}`;
  return html`<tr data-policy=${policy}>
    <th scope="row">${visibleText(policy)} <span class="meaning">${served}</span></th>
    <td data-column="False" class="number">${estimate === undefined ? '–' : rate(estimate)}</td>
    <td data-column="Interval" class="number">
      ${checked === 0 ? '–' : `${rate(low)} – ${rate(high)}`} <span class="meaning">${percent(confidence)} sure</span>
    </td>
    <td data-column="Allowed" class="number">${rate(maxFalseHitRate)}</td>
    <td data-column="Checked" class="number">${count(checked)}</td>
    <td class="for-range">${range(one, widest)}</td>
  </tr>`;
}

function range({ rate: estimate, low, high, maxFalseHitRate, checked }: FalseHits, widest: number): TemplateResult {
  const x = (value: number): string => percentOf((value / widest) * 0.96 + 0.02);
  const colour = low > maxFalseHitRate ? 'bad' : 'semantic';
  return html`<svg class="range" aria-hidden="true">
    <rect class="track" y="46%" width="100%" height="8%"></rect>
    ${
      checked === 0
        ? nothing
        : html`<svg>
            <rect
              class="fill-${colour}"
              x=${x(low)}
              y="40%"
              width=${percentOf(((Math.min(high, widest * 1.02) - low) / widest) * 0.96)}
              height="20%"
            ></rect>
          </svg>`
    }
    ${estimate === undefined ? nothing : html`<svg><circle class="fill-${colour}" cx=${x(estimate)} cy="50%" r="6"></circle></svg>`}
    <line class="bound" x1=${x(maxFalseHitRate)} x2=${x(maxFalseHitRate)} y1="5%" y2="95%"></line>
  </svg>`;
}
