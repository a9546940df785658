import { html, nothing, type TemplateResult } from 'lit-html';
import type { EntryPage, EntrySummary } from '../../core/access';
import { count, counted, duration } from '../format.js';
import { problemInWords } from '../http.js';
import { needsRight } from '../sign-in.js';
import type { Surroundings, View } from '../view.js';
import { excerpt, visibleText } from '../visible-text.js';
import { FILTERS, given, textField } from './filters.js';
import { purgePanel } from './purge.js';

const AT_ONCE = 50;

interface Found {
  readonly entries: readonly EntrySummary[];
  readonly after: string | undefined;
  /** What was asked for. */
  readonly query: URLSearchParams;
  /** ms since the epoch, of the page's own clock. */
  readonly at: number;
}

/** A searchable list of what is stored. */
export function entriesView(around: Surroundings): View {
  const { session, redraw, announce } = around;
  let found: Found | undefined;
  let problem: string | undefined;
  let busy = false;
  const purge = purgePanel(around, () => void search(found?.query ?? new URLSearchParams()));

  async function search(query: URLSearchParams, more = false): Promise<void> {
    if (busy) return;
    busy = true;
    problem = undefined;
    redraw();
    try {
      const asked = new URLSearchParams(query);
      asked.set('limit', String(AT_ONCE));
      if (more && found?.after !== undefined) asked.set('after', found.after);
      const page = await session.ask<EntryPage>(`entries/search?${asked}`);
      const before = more ? (found?.entries ?? []) : [];
      found = { entries: [...before, ...page.entries], after: page.after, query, at: new Date().getTime() };
      announce(
        `${counted(found.entries.length, 'entry', 'entries')} shown${page.after === undefined ? '' : '; there are more'}.`,
      );
    } catch (error) {
      problem = problemInWords(error);
    } finally {
      busy = false;
      redraw();
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    void search(given(event.target as HTMLFormElement));
  }

  /** The first of those that have come takes the focus that the button had. */
  async function showMore(): Promise<void> {
    const shown = found?.entries.length ?? 0;
    await search(found?.query ?? new URLSearchParams(), true);
    queueMicrotask(() => document.querySelectorAll<HTMLElement>('#found tbody a')[shown]?.focus());
  }

  return {
    title: 'Entries',
    enter() {
      if (session.has('read')) void search(found?.query ?? new URLSearchParams());
    },
    render() {
      if (!session.has('read')) {
        found = undefined;
        problem = undefined;
        return needsRight(around, 'read', 'Reading entries');
      }
      // Somebody has just signed in.
      if (found === undefined && problem === undefined && !busy) void search(new URLSearchParams());
      return html`
        <form class="panel search" role="search" aria-label="Entries" @submit=${submit}>
          ${
            session.access()?.prompts === 'clear'
              ? textField('text', 'Question has', 'part of its text')
              : html`<p class="hint">
                  Questions are not kept in the clear here: they can be neither shown nor searched.
                </p>`
          }
          ${FILTERS.map(({ name, words, hint }) => textField(name, words, hint))}
          <div class="buttons"><button type="submit" ?disabled=${busy}>Search</button></div>
        </form>
        <p class="problem" role="alert">${problem ?? nothing}</p>
        ${found === undefined ? nothing : results(found, showMore, busy)} ${purge()}
      `;
    },
  };
}

function results(found: Found, showMore: () => Promise<void>, busy: boolean): TemplateResult {
  const { entries, after } = found;
  if (entries.length === 0) return html`<p class="panel" id="found">No entry is like that.</p>`;
  return html`<section class="panel" id="found" aria-labelledby="found-title">
    <h2 id="found-title">${after === undefined ? '' : 'The first '}${counted(entries.length, 'entry', 'entries')}</h2>
    <table class="cards">
      <caption class="only-read-out">
        Entries
      </caption>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col">Policy</th>
          <th scope="col">Model</th>
          <th scope="col" class="number">Age</th>
          <th scope="col" class="number">Left</th>
          <th scope="col" class="number" title="By this process, since its start">Hits</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map((entry) => row(entry, found.at))}
      </tbody>
    </table>
    ${
      after === undefined
        ? nothing
        : html`<div class="buttons"><button type="button" ?disabled=${busy} @click=${showMore}>Show more</button></div>`
    }
  </section>`;
}

function row({ id, text, policy, model, tag, createdAt, expiresAt, hits }: EntrySummary, now: number): TemplateResult {
  return html`<tr>
    <th scope="row">
      <a href="#/entry/${encodeURIComponent(id)}" class="question"
        >${text === undefined || text === '' ? html`<code>${id}</code>` : visibleText(excerpt(text))}</a
      >
      ${tag === undefined ? nothing : html`<span class="tag">${visibleText(tag)}</span>`}
    </th>
    <td data-column="Policy">${visibleText(policy)}</td>
    <td data-column="Model">${visibleText(model)}</td>
    <td data-column="Age" class="number">${duration((now - createdAt) / 1000)}</td>
    <td data-column="Left" class="number">${expiresAt <= now ? 'expired' : duration((expiresAt - now) / 1000)}</td>
    <td data-column="Hits" class="number">${count(hits)}</td>
  </tr>`;
}
