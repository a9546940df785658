import { html, nothing, type TemplateResult } from 'lit-html';
import { reasonInWords, verdictInWords } from '../../core/reason-words.js';
import { bar } from '../bars.js';
import { decimal, percent, seconds } from '../format.js';
import { NOTHING_SERVED } from '../overview/false-hits.js';
import { visibleText } from '../visible-text.js';
import { isLookup, type Explained, type ExplainedBypass, type ExplainedLookup } from './answer.js';
import { candidatesPanel } from './candidates.js';

export function verdictLine({ verdict }: Explained): string {
  return verdictInWords(verdict);
}

export function explanation(explained: Explained): TemplateResult {
  const { kind, reason } = explained.verdict;
  return html`<section class="panel verdict-${kind}" aria-labelledby="verdict-title" id="verdict">
      <h2 id="verdict-title"><span class="verdict">${kind}</span> <code>${reason}</code></h2>
      <p class="lead">${sentence(reasonInWords(kind, reason) ?? 'A newer server says why.')}</p>
      ${isLookup(explained) ? figures(explained) : bypass(explained)}
    </section>
    ${isLookup(explained) ? candidatesPanel(explained.candidates) : nothing}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function bypass({ policy, dialect, problem }: ExplainedBypass): TemplateResult {
  return html`<dl class="pairs">
    <dt>Policy</dt>
    <dd>${policy === undefined ? 'none' : visibleText(policy)}</dd>
    <dt>API</dt>
    <dd>${dialect ?? 'none'}</dd>
    ${
      problem === undefined
        ? nothing
        : html`<dt>Problem</dt>
            <dd>${visibleText(problem)}</dd>`
    }
  </dl>`;
}

function figures(explained: ExplainedLookup): TemplateResult {
  const { policy, dialect, model, partition, id, entry, lookup, phases, checkShare } = explained;
  return html`
    ${needed(explained)}
    <dl class="pairs">
      <dt>Policy</dt>
      <dd>${visibleText(policy)}</dd>
      <dt>Looks for</dt>
      <dd>${lookupInWords(lookup)}</dd>
      <dt>Model, API</dt>
      <dd>${visibleText(model)}, ${dialect}</dd>
      ${
        entry === undefined
          ? nothing
          : html`<dt>Entry</dt>
              <dd>${link(entry)}</dd>`
      }
      <dt>Partition</dt>
      <dd><code>${partition}</code></dd>
      <dt>Id of this very question, stored or not</dt>
      <dd><code>${id}</code></dd>
      ${
        checkShare === undefined
          ? nothing
          : html`<dt>Checks</dt>
              <dd>${percent(checkShare)} of such hits go upstream as well</dd>`
      }
      <dt>Took</dt>
      <dd>
        ${Object.entries(phases)
          .map(([phase, took]) => `${phase} ${seconds(took / 1000)}`)
          .join(', ')}
      </dd>
    </dl>
  `;
}

function link(entry: string): TemplateResult {
  return html`<a href="#/entry/${encodeURIComponent(entry)}"><code>${entry}</code></a>`;
}

function lookupInWords({ verify, semantic, candidates, shadow }: ExplainedLookup['lookup']): string {
  const tier = semantic
    ? `the same meaning: verify ${verify}, up to ${candidates} candidates`
    : 'the very same question only';
  return shadow ? `${tier}; shadow: it only looks` : tier;
}

function needed({
  similarity,
  score,
  needed: least,
  lookup: { semantic, verify },
}: ExplainedLookup): TemplateResult | typeof nothing {
  if (!semantic) return nothing;
  const { learnedScore, secondOpinion } = least;
  return html`<table>
    <caption class="only-read-out">
      What a hit by meaning needs
    </caption>
    <thead>
      <tr>
        <th scope="col">A hit by meaning needs</th>
        <th scope="col" class="number">At least</th>
        <th scope="col" class="number">Best candidate</th>
        <th scope="col" class="for-bar"><span class="only-read-out">Chart</span></th>
      </tr>
    </thead>
    <tbody>
      ${neededRow('Similarity', decimal(least.similarity), similarity)}
      ${neededRow(`Score (verify ${verify})`, decimal(least.score), score)}
      ${
        learnedScore === undefined
          ? nothing
          : neededRow(
              'Score, as learned',
              learnedScore >= NOTHING_SERVED ? 'more than any has yet' : decimal(learnedScore),
              score,
            )
      }
      ${secondOpinion === undefined ? nothing : neededRow('Second opinion', decimal(secondOpinion), undefined)}
    </tbody>
  </table>`;
}

function neededRow(name: string, least: string, value: number | null | undefined): TemplateResult {
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">${least}</td>
    <td class="number">${decimal(value)}</td>
    <td class="for-bar">${typeof value === 'number' ? bar(value, 'semantic') : nothing}</td>
  </tr>`;
}
