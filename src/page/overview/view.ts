import { html, nothing } from 'lit-html';
import type { Surroundings, View } from '../view.js';
import { answer } from './answer.js';
import { falseHitsPanel } from './false-hits.js';
import { historyPanel } from './history.js';
import { latencyPanel } from './latency.js';
import { policiesPanel, refusedPanel } from './policies.js';
import { processPanel, storePanel } from './process.js';
import { reasonsPanel } from './reasons.js';

/** What the cache does, of this process. */
export function overviewView({ live }: Surroundings): View {
  return {
    title: 'Overview',
    render() {
      const overview = live.overview();
      const policies = live.policies();
      if (overview === undefined) return html`<p>Asking the server …</p>`;
      const { exchanges, stores, latency, falseHits, store, history } = overview;
      return html`
        ${policies === undefined ? nothing : refusedPanel(policies)} ${answer(overview, policies)}
        <div class="panels">
          ${historyPanel(history)} ${latencyPanel(latency)}
          ${reasonsPanel({
            id: 'misses',
            title: 'Why calls missed',
            kind: 'miss',
            counts: exchanges.misses,
            colour: 'miss',
            none: 'No call that was looked up has missed.',
          })}
          ${falseHitsPanel(falseHits)}
          ${reasonsPanel({
            id: 'bypasses',
            title: 'Why the cache stayed out',
            kind: 'bypass',
            counts: exchanges.bypasses,
            colour: 'bypass',
            none: 'No call was bypassed.',
          })}
          ${reasonsPanel({
            id: 'refused-stores',
            title: `Stored ${stores.stored.toLocaleString('en-GB')}; why other answers were not`,
            kind: 'refused',
            counts: stores.refused,
            colour: 'plain',
            none: "Every answer of the upstream's was stored.",
          })}
          ${storePanel(store)} ${processPanel(overview)} ${policies === undefined ? nothing : policiesPanel(policies)}
        </div>
      `;
    },
  };
}
