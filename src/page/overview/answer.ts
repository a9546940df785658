import { html, nothing, type TemplateResult } from 'lit-html';
import type { Overview, Saved } from '../../core/overview';
import { stackedBar, swatch, type Share } from '../bars.js';
import { count, counted, duration, money, percent, short } from '../format.js';
import { tally, type Tally } from './counts.js';
import { health, type Remark } from './health.js';
import type { Policies } from './policies.js';

/** What somebody wants to know who has ten seconds. */
export function answer(overview: Overview, policies: Policies | undefined): TemplateResult {
  const counts = tally(overview.exchanges);
  return html`<section class="answer" aria-label="In short">
    ${hitRate(counts)} ${saved(overview.saved, counts)} ${calls(counts, overview)} ${state(health(overview, policies))}
  </section>`;
}

function hitRate(counts: Tally): TemplateResult {
  const { exact, semantic, coalesced, shadow, hits, lookedUp } = counts;
  const shares: readonly Share[] = [
    { name: 'exact', colour: 'exact', value: exact },
    { name: 'semantic', colour: 'semantic', value: semantic },
    ...(coalesced > 0 ? [{ name: 'coalesced', colour: 'coalesced', value: coalesced } as const] : []),
    { name: 'shadow', colour: 'shadow', value: shadow },
  ];
  const words = shares.map(({ name, value }) => `${name} ${shareOf(value, lookedUp)}`).join(', ');
  return html`<div class="card wide" id="hit-rate">
    <h2>Answered from the cache</h2>
    <p class="figure">${lookedUp === 0 ? '–' : percent(hits / lookedUp)}</p>
    ${stackedBar(shares, lookedUp, `Of the calls that were looked up: ${words}`)}
    <ul class="legend">
      ${shares.map(
        ({ name, colour, value }) =>
          html`<li>${swatch(colour)} ${name} <strong>${shareOf(value, lookedUp)}</strong> (${short(value)})</li>`,
      )}
    </ul>
    <p class="hint">
      ${
        lookedUp === 0
          ? 'No call was looked up yet. Send one through Envoy that a policy covers.'
          : html`${counted(hits, 'hit')} of ${counted(lookedUp, 'call')} that ${lookedUp === 1 ? 'was' : 'were'} looked
            up. ${shadow > 0 ? 'Shadow: would have been hits, if their policies did not only look.' : nothing}`
      }
    </p>
  </div>`;
}

function shareOf(value: number, whole: number): string {
  return whole === 0 ? '–' : percent(value / whole);
}

function saved(
  { money: spared, promptTokens, completionTokens, upstreamSeconds }: Saved,
  { hits }: Tally,
): TemplateResult {
  const { currency, amount, unpricedHits, pricesAsOf } = spared;
  return html`<div class="card" id="saved">
    <h2>Saved</h2>
    <p class="figure">${amount === 0 && unpricedHits > 0 ? 'no price' : money(amount, currency)}</p>
    <dl class="pairs">
      <dt>Tokens</dt>
      <dd title="${count(promptTokens)} of prompts, ${count(completionTokens)} of completions">
        ${short(promptTokens + completionTokens)}
      </dd>
      <dt>Upstream time</dt>
      <dd>${upstreamSeconds < 10 ? `${Number(upstreamSeconds.toFixed(1))} s` : duration(upstreamSeconds)}</dd>
    </dl>
    <p class="hint">
      By ${counted(hits, 'hit')}.${pricesAsOf === undefined ? nothing : html` Prices as of ${pricesAsOf}.`}
      ${
        unpricedHits > 0
          ? html`<strong>${counted(unpricedHits, 'hit')}</strong> of models without a price
              ${unpricedHits === 1 ? 'is' : 'are'} not in the money; give them one in prices.models.`
          : nothing
      }
    </p>
  </div>`;
}

function calls({ calls: all, hits, misses, bypasses }: Tally, { startedAt, now }: Overview): TemplateResult {
  return html`<div class="card" id="calls">
    <h2>Calls</h2>
    <p class="figure">${short(all)}</p>
    <dl class="pairs">
      <dt>Hits</dt>
      <dd>${short(hits)}</dd>
      <dt>Misses</dt>
      <dd>${short(misses)}</dd>
      <dt>Bypasses</dt>
      <dd>${short(bypasses)}</dd>
    </dl>
    <p class="hint">In ${duration((now - startedAt) / 1000)}, since the start of this process.</p>
  </div>`;
}

function state(remarks: readonly Remark[]): TemplateResult {
  const worst = remarks.some(({ level }) => level === 'bad') ? 'bad' : remarks.length > 0 ? 'warn' : 'good';
  const words = { good: 'All is well', warn: 'Worth a look', bad: 'Needs attention' }[worst];
  return html`<div class="card state-${worst}" id="health">
    <h2>Health</h2>
    <p class="figure" aria-live="polite">${words}</p>
    ${
      remarks.length === 0
        ? html`<p class="hint">Store, queues, streams and configuration have nothing to report.</p>`
        : html`<ul class="remarks">
            ${remarks.map(({ level, words: said }) => html`<li class="remark-${level}">${said}</li>`)}
          </ul>`
    }
  </div>`;
}
