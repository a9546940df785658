import { html, nothing, type TemplateResult } from 'lit-html';
import { featureInWords } from '../../core/feature-words.js';
import { reasonInWords } from '../../core/reason-words.js';
import { bar } from '../bars.js';
import { decimal } from '../format.js';
import { excerpt, visibleText } from '../visible-text.js';
import type { ExplainedCandidate } from './answer.js';

/** Shares of the score that are worth a line. */
const SHARES = 6;
const LEAST_SHARE = 0.05;

export function candidatesPanel(candidates: readonly ExplainedCandidate[]): TemplateResult {
  return html`<section class="panel" aria-labelledby="candidates-title" id="candidates">
    <h2 id="candidates-title">Candidates</h2>
    ${candidates.length === 0 ? html`<p class="hint">None: the lookup found or needed no near question.</p>` : nothing}
    <ol class="candidates">
      ${candidates.map(candidate)}
    </ol>
  </section>`;
}

function candidate({
  entry,
  text,
  similarity,
  outcome,
  verification,
  secondOpinion,
}: ExplainedCandidate): TemplateResult {
  const { score, vetoes, shares } = verification;
  return html`<li data-entry=${entry}>
    <h3>
      <a href="#/entry/${encodeURIComponent(entry)}" class="question"
        >${text === undefined ? html`<code>${entry}</code>` : visibleText(excerpt(text))}</a
      >
    </h3>
    <dl class="measures">
      <dt>Similarity</dt>
      <dd>${decimal(similarity)} ${bar(similarity ?? 0, 'semantic')}</dd>
      <dt>Score</dt>
      <dd>${decimal(score)} ${bar(score ?? 0, 'exact')}</dd>
      ${
        secondOpinion === undefined
          ? nothing
          : html`<dt>Second opinion</dt>
              <dd>
                ${
                  secondOpinion.probability === undefined
                    ? secondOpinion.kind
                    : html`${decimal(secondOpinion.probability)} ${bar(secondOpinion.probability, 'coalesced')}`
                }
              </dd>`
      }
    </dl>
    <p><code>${outcome}</code> ${outcomeInWords(outcome)}</p>
    ${
      vetoes.length === 0
        ? nothing
        : html`<p>What rules a hit out:</p>
            <ul>
              ${vetoes.map((veto) => html`<li><code>${veto}</code> ${differenceInWords(veto)}</li>`)}
            </ul>`
    }
    ${sharesTable(shares)}
  </li>`;
}

function outcomeInWords(outcome: string): string {
  if (outcome === 'not-reached') return 'the lookup had its answer before it came to this one';
  return reasonInWords('hit', outcome) ?? reasonInWords('miss', outcome) ?? '';
}

function differenceInWords(veto: string): string {
  return reasonInWords('miss', `verify-${veto}`)?.replace(/^against the nearest stored question: /, '') ?? '';
}

function sharesTable(shares: ExplainedCandidate['verification']['shares']): TemplateResult | typeof nothing {
  const shown = [...shares]
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .filter(({ share }) => Math.abs(share) >= LEAST_SHARE)
    .slice(0, SHARES);
  if (shown.length === 0) return nothing;
  const most = Math.abs(shown[0]?.share ?? 1);
  return html`<details>
    <summary>What weighed how much in the score</summary>
    <table>
      <caption class="only-read-out">
        Shares of the score, in log-odds
      </caption>
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col">Speaks</th>
          <th scope="col" class="number">Weight (log-odds)</th>
          <th scope="col" class="for-bar"><span class="only-read-out">Chart</span></th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          ({ feature, share }) =>
            html`<tr>
              <th scope="row">${featureInWords(feature) ?? feature}</th>
              <td>${share < 0 ? 'against a hit' : 'for a hit'}</td>
              <td class="number">${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(2)}</td>
              <td class="for-bar">${bar(Math.abs(share) / most, share < 0 ? 'bad' : 'semantic')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}
