import { html, nothing, type TemplateResult } from 'lit-html';
import type { Overview, QueueDepth, StoreOverview } from '../../core/overview';
import { bar } from '../bars.js';
import { bytes, count, counted, duration } from '../format.js';
import { total } from './counts.js';

/** What the store holds of what it may hold, and what of it goes when. */
export function storePanel({ kind, prompts, breaker, holds, maxEntries, maxBytes }: StoreOverview): TemplateResult {
  const kept = {
    clear: 'questions are kept in the clear',
    hashed: 'questions are kept as digests',
    none: 'questions are not kept',
  };
  return html`<section class="panel" aria-labelledby="store-title" id="store">
    <h2 id="store-title">Store</h2>
    <p class="hint">
      ${kind === 'embedded' ? 'Embedded' : 'Elasticsearch'}; ${kept[prompts]}; ${breakerInWords(kind, breaker)}.
    </p>
    ${
      holds === undefined
        ? html`<p>It did not say in time what it holds.</p>`
        : html`<table>
              <caption class="only-read-out">
                What the store holds
              </caption>
              <tbody>
                ${bounded('Entries', holds.entries, maxEntries, count)} ${bounded('Size', holds.bytes, maxBytes, bytes)}
              </tbody>
            </table>
            ${outlook(holds.expiring, holds.entries)}
            ${
              holds.sweepLagSeconds > 0
                ? html`<p class="hint">
                    The oldest expired entry has waited ${duration(holds.sweepLagSeconds)} for the sweeper.
                  </p>`
                : nothing
            }`
    }
  </section>`;
}

function breakerInWords(kind: StoreOverview['kind'], breaker: StoreOverview['breaker']): string {
  if (breaker === 'open') return 'it does not answer and is not asked for now';
  if (breaker === 'half-open') return 'it did not answer lately and is being tried';
  return kind === 'embedded' ? 'in this process' : 'it answers';
}

function bounded(name: string, value: number, bound: number, write: (value: number) => string): TemplateResult {
  const share = bound === 0 ? 0 : value / bound;
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">
      ${write(value)} <span class="meaning">${bound === 0 ? 'no bound' : `of ${write(bound)}`}</span>
    </td>
    <td class="for-bar">${bound === 0 ? nothing : bar(share, share >= 0.95 ? 'warn' : 'exact')}</td>
  </tr>`;
}

function outlook(
  expiring: readonly { readonly withinSeconds: number; readonly entries: number }[],
  all: number,
): TemplateResult | typeof nothing {
  if (expiring.length === 0 || all === 0) return nothing;
  return html`<table id="expiring">
    <caption>
      Will have expired, if nothing is added
    </caption>
    <thead>
      <tr>
        <th scope="col">Within</th>
        <th scope="col" class="number">Entries</th>
        <th scope="col" class="for-bar"><span class="only-read-out">Share</span></th>
      </tr>
    </thead>
    <tbody>
      ${expiring.map(
        ({ withinSeconds, entries }) =>
          html`<tr>
            <th scope="row">${duration(withinSeconds)}</th>
            <td class="number">${count(entries)}</td>
            <td class="for-bar">${bar(entries / all, 'plain')}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const QUEUES: Readonly<Record<QueueDepth['name'], string>> = {
  embedding: 'texts that wait for the model',
  'second-opinion': 'pairs that wait for the second model',
  writes: 'answers that wait to be stored',
  checks: 'hits that wait to be compared',
};

/** What waits, and what Envoy's streams came to. */
export function processPanel({ queues, streams, failures }: Overview): TemplateResult {
  const failed = Object.entries(failures).filter(([, times]) => times > 0);
  const { finished, reset, failed: broken, drained } = streams.ended;
  return html`<section class="panel" aria-labelledby="process-title" id="process">
    <h2 id="process-title">Queues and streams</h2>
    <table>
      <caption>
        Queues: what waits now, of what may wait
      </caption>
      <tbody>
        ${queues.map(
          ({ name, waiting, limit }) =>
            html`<tr data-queue=${name}>
              <th scope="row">${name} <span class="meaning">${QUEUES[name]}</span></th>
              <td class="number">${count(waiting)} <span class="meaning">of ${count(limit)}</span></td>
              <td class="for-bar">
                ${bar(limit === 0 ? 0 : waiting / limit, waiting >= limit * 0.8 ? 'warn' : 'exact')}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    <dl class="pairs" id="streams">
      <dt>Streams of Envoy, open</dt>
      <dd>${count(streams.active)}</dd>
      <dt>finished</dt>
      <dd>${count(finished)}</dd>
      <dt>reset by Envoy or the client</dt>
      <dd>${count(reset)}</dd>
      <dt>failed by a fault of ours</dt>
      <dd>${count(broken)}</dd>
      <dt>left at a stop</dt>
      <dd>${count(drained)}</dd>
    </dl>
    ${
      failed.length === 0
        ? html`<p class="hint">No failures of ours since the start.</p>`
        : html`<p>${counted(total(failures), 'failure')} of ours since the start; the calls went on uncached:</p>
            <ul>
              ${failed.map(([where, times]) => html`<li><code>${where}</code> ${count(times)}</li>`)}
            </ul>`
    }
  </section>`;
}
