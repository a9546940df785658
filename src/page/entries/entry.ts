import { html, nothing, type TemplateResult } from 'lit-html';
import type { EntryDetails } from '../../core/access';
import { bar } from '../bars.js';
import { confirmed, type Question } from '../confirm.js';
import { count, decimal, duration, moment, seconds } from '../format.js';
import { problemInWords } from '../http.js';
import { needsRight } from '../sign-in.js';
import type { Surroundings, View } from '../view.js';
import { excerpt, visibleText } from '../visible-text.js';

/** POST /feedback. */
interface Reported {
  readonly removed: number;
  readonly labels: number;
}

/** One entry: what it answers, how long it still does, and what is stored near it. */
export function entryView(around: Surroundings): View {
  const { session, redraw, announce } = around;
  let id = '';
  /** Which one was asked for last. */
  let loaded: string | undefined;
  let entry: EntryDetails | undefined;
  let problem: string | undefined;
  /** What was done to it; it is not there any more. */
  let done: string | undefined;

  async function load(): Promise<void> {
    const wanted = id;
    loaded = id;
    entry = undefined;
    problem = undefined;
    done = undefined;
    redraw();
    try {
      const found = await session.ask<EntryDetails>(`entries/one?id=${encodeURIComponent(wanted)}`);
      if (wanted === id) entry = found;
    } catch (error) {
      if (wanted === id) problem = problemInWords(error);
    }
    redraw();
  }

  async function change(question: Question, work: () => Promise<string>): Promise<void> {
    if (!(await confirmed(question))) return;
    try {
      done = await work();
      announce(done);
    } catch (error) {
      problem = problemInWords(error);
    }
    redraw();
  }

  const reportWrong = (): Promise<void> =>
    change(
      {
        title: 'Was this answer wrong?',
        lines: [
          'The entry is removed, so that nobody gets this answer any more; the next such call goes upstream.',
          'Where its policy bounds false hits, the report also counts as a false hit, and the policy becomes stricter.',
        ],
        yes: 'Yes, it was wrong',
      },
      async () => {
        const { labels } = await session.ask<Reported>('feedback', { method: 'POST', body: { entry: id } });
        return labels > 0
          ? 'The entry was removed, and its policy has learned of a false hit.'
          : 'The entry was removed. No policy with a bound had served it, so none has learned from it.';
      },
    );

  const remove = (): Promise<void> =>
    change(
      {
        title: 'Remove this entry?',
        lines: [
          'Its answer is gone for good; the next such call goes upstream and is stored anew. Nothing is learned from it.',
        ],
        yes: 'Remove it',
      },
      async () => {
        await session.ask(`entries/purge?id=${encodeURIComponent(id)}`, { method: 'POST' });
        return 'The entry was removed.';
      },
    );

  return {
    title: 'Entry',
    enter(argument) {
      id = argument;
      loaded = undefined;
    },
    render() {
      if (!session.has('read')) {
        entry = undefined;
        loaded = undefined;
        return needsRight(around, 'read', 'Reading an entry');
      }
      // Somebody has just signed in, or opened the page here.
      if (loaded !== id) void load();
      return html`
        <p><a href="#/entries">All entries</a></p>
        <p class="problem" role="alert">${problem ?? nothing}</p>
        ${done === undefined ? nothing : html`<p class="panel done">${done}</p>`}
        ${entry === undefined || done !== undefined ? nothing : shown(entry, actions())}
      `;
    },
  };

  function actions(): TemplateResult {
    if (!session.has('change')) {
      return html`<p class="hint">Reporting or removing it needs a token with the right <strong>change</strong>.</p>`;
    }
    return html`<div class="buttons">
      <button type="button" class="danger" @click=${() => void reportWrong()}>This answer was wrong …</button>
      <button type="button" @click=${() => void remove()}>Remove this entry …</button>
    </div>`;
  }
}

function shown(entry: EntryDetails, actions: TemplateResult): TemplateResult {
  return html`
    <section class="panel" aria-label="Question and answer">
      <h2>Question</h2>
      ${
        entry.text === undefined
          ? html`<p class="hint">The store does not keep questions in the clear.</p>`
          : longText(entry.text, 'Question')
      }
      <h2>Answer</h2>
      ${longText(entry.answer, 'Answer')} ${actions}
    </section>
    ${facts(entry)} ${neighbours(entry)}
  `;
}

function longText(text: string, words: string): TemplateResult {
  return html`<div class="long-text" tabindex="0" role="region" aria-label=${words} dir="auto">
    ${visibleText(text)}
  </div>`;
}

function facts(entry: EntryDetails): TemplateResult {
  const { id, partition, policy, dialect, model, tag, createdAt, expiresAt, hits, upstreamMs } = entry;
  const now = new Date().getTime();
  const { promptTokens, completionTokens } = entry;
  return html`<section class="panel" aria-labelledby="facts-title" id="facts">
    <h2 id="facts-title">About it</h2>
    <dl class="pairs">
      <dt>Age</dt>
      <dd>${duration((now - createdAt) / 1000)}, since ${moment(createdAt)}</dd>
      <dt>Time to live</dt>
      <dd>
        ${expiresAt <= now ? 'expired' : `${duration((expiresAt - now) / 1000)} left, until ${moment(expiresAt)}`}
      </dd>
      <dt>Hits by this process</dt>
      <dd>${count(hits)}</dd>
      <dt>Tokens</dt>
      <dd>
        ${
          promptTokens === undefined || completionTokens === undefined
            ? 'not said by the upstream'
            : `${count(promptTokens)} of the prompt, ${count(completionTokens)} of the completion`
        }
      </dd>
      <dt>The upstream took</dt>
      <dd>${seconds(upstreamMs / 1000)}</dd>
      <dt>Policy</dt>
      <dd>${visibleText(policy)}</dd>
      <dt>Model, API</dt>
      <dd>${visibleText(model)}, ${dialect}</dd>
      ${
        tag === undefined
          ? nothing
          : html`<dt>Tag</dt>
              <dd>${visibleText(tag)}</dd>`
      }
      <dt>Id</dt>
      <dd><code>${id}</code></dd>
      <dt>Partition</dt>
      <dd><code>${partition}</code></dd>
    </dl>
  </section>`;
}

function neighbours({ neighbours: near }: EntryDetails): TemplateResult {
  return html`<section class="panel" aria-labelledby="neighbours-title" id="neighbours">
    <h2 id="neighbours-title">Nearest in the same partition</h2>
    ${
      near === undefined
        ? html`<p class="hint">Not known: the question is not kept in the clear, or has no vector.</p>`
        : near.length === 0
          ? html`<p class="hint">Nothing else is stored there.</p>`
          : html`<table>
              <caption class="only-read-out">
                Nearest entries, by similarity
              </caption>
              <thead>
                <tr>
                  <th scope="col">Question</th>
                  <th scope="col" class="number">Similarity</th>
                  <th scope="col" class="for-bar"><span class="only-read-out">Chart</span></th>
                </tr>
              </thead>
              <tbody>
                ${near.map(
                  (one) =>
                    html`<tr>
                      <th scope="row">
                        <a href="#/entry/${encodeURIComponent(one.id)}" class="question"
                          >${one.text === undefined ? html`<code>${one.id}</code>` : visibleText(excerpt(one.text))}</a
                        >
                      </th>
                      <td class="number">${decimal(one.similarity)}</td>
                      <td class="for-bar">${bar(one.similarity, 'semantic')}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
    }
  </section>`;
}
