import { html, nothing, type TemplateResult } from 'lit-html';
import { confirmed } from '../confirm.js';
import { count, counted } from '../format.js';
import { problemInWords } from '../http.js';
import type { Surroundings } from '../view.js';
import { FILTERS, given, textField } from './filters.js';

/** POST /entries/purge. */
interface Purged {
  readonly matched: number;
  readonly removed: number;
  readonly sample: readonly string[];
}

interface Tried extends Purged {
  readonly query: URLSearchParams;
}

const ALL = 'all';

/** Removes what filters pick: first it is only counted, then asked. @param removed called when entries have gone */
export function purgePanel({ session, redraw, announce }: Surroundings, removed: () => void): () => TemplateResult {
  let tried: Tried | undefined;
  let problem: string | undefined;
  let done: string | undefined;

  async function attempt(work: () => Promise<void>): Promise<void> {
    problem = undefined;
    done = undefined;
    try {
      await work();
    } catch (error) {
      problem = problemInWords(error);
    }
    redraw();
  }

  const tryOut = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const query = given(form);
    tried = undefined;
    return attempt(async () => {
      tried = { query, ...(await purge(query, true)) };
      announce(`${counted(tried.matched, 'entry matches', 'entries match')}; nothing was removed.`);
    });
  };

  const remove = ({ query, matched }: Tried): Promise<void> =>
    attempt(async () => {
      const every = query.get(ALL) === 'true';
      const yes = await confirmed({
        title: `Remove ${counted(matched, 'entry', 'entries')}?`,
        lines: [
          every ? 'These are all entries of the store.' : inWords(query),
          'Their answers are gone for good; such calls go upstream again.',
        ],
        yes: `Remove ${counted(matched, 'entry', 'entries')}`,
        ...(every && { word: 'remove all' }),
      });
      if (!yes) return;
      const result = await purge(query, false);
      tried = undefined;
      done = `${counted(result.removed, 'entry was', 'entries were')} removed.`;
      announce(done);
      removed();
    });

  function purge(query: URLSearchParams, dryRun: boolean): Promise<Purged> {
    const asked = new URLSearchParams(query);
    if (dryRun) asked.set('dry-run', 'true');
    return session.ask<Purged>(`entries/purge?${asked}`, { method: 'POST' });
  }

  return () => {
    if (!session.has('change')) {
      tried = undefined;
      return html`<p class="hint">Removing entries needs a token with the right <strong>change</strong>.</p>`;
    }
    return html`<details class="panel" id="purge">
      <summary>Remove entries …</summary>
      <form class="search" aria-label="Entries to remove" @submit=${(event: SubmitEvent) => void tryOut(event)}>
        ${FILTERS.map(({ name, words, hint }) => textField(name, words, hint))}
        <label class="check"
          ><input type="checkbox" name=${ALL} value="true" /> <span>every entry, without a filter</span></label
        >
        <div class="buttons"><button type="submit">Count them first</button></div>
      </form>
      <p class="problem" role="alert">${problem ?? nothing}</p>
      ${done === undefined ? nothing : html`<p class="done">${done}</p>`}
      ${tried === undefined ? nothing : dryRun(tried, remove)}
    </details>`;
  };
}

function dryRun(tried: Tried, remove: (tried: Tried) => Promise<void>): TemplateResult {
  const { matched, sample } = tried;
  return html`<div class="dry-run">
    <p><strong>${counted(matched, 'entry matches', 'entries match')}</strong>; nothing was removed.</p>
    ${
      sample.length === 0
        ? nothing
        : html`<p>${sample.length < matched ? `${count(sample.length)} of them:` : 'These:'}</p>
            <ul class="ids">
              ${sample.map(
                (id) =>
                  html`<li>
                    <a href="#/entry/${encodeURIComponent(id)}"><code>${id}</code></a>
                  </li>`,
              )}
            </ul>
            <div class="buttons">
              <button type="button" class="danger" @click=${() => void remove(tried)}>
                Remove ${counted(matched, 'entry', 'entries')} …
              </button>
            </div>`
    }
  </div>`;
}

function inWords(query: URLSearchParams): string {
  return `Those with ${[...query].map(([name, value]) => `${name} ${value}`).join(', ')}.`;
}
