import { html, nothing, type TemplateResult } from 'lit-html';
import type { AuditRecord } from '../core/access';
import { fieldText } from './form.js';
import { moment } from './format.js';
import { problemInWords } from './http.js';
import type { Surroundings, View } from './view.js';
import { visibleText } from './visible-text.js';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** Who changed what, and the log's level. */
export function changesView({ session, redraw, announce }: Surroundings): View {
  let changes: readonly AuditRecord[] | undefined;
  let level: string | undefined;
  let problem: string | undefined;
  let wanted = true;

  async function load(): Promise<void> {
    wanted = false;
    problem = undefined;
    try {
      const [audit, log] = await Promise.all([
        session.ask<{ readonly changes: readonly AuditRecord[] }>('audit'),
        session.ask<{ readonly level: string }>('log-level'),
      ]);
      changes = audit.changes;
      level = log.level;
    } catch (error) {
      problem = problemInWords(error);
    }
    redraw();
  }

  async function setLevel(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const chosen = fieldText(event.target, 'level');
    try {
      await session.ask('log-level', { method: 'POST', body: { level: chosen } });
      announce(`The log's level is ${chosen}.`);
      await load();
    } catch (error) {
      problem = problemInWords(error);
      redraw();
    }
  }

  return {
    title: 'Changes',
    enter() {
      wanted = true;
    },
    render() {
      if (wanted) void load();
      return html`
        <p class="problem" role="alert">${problem ?? nothing}</p>
        ${changes === undefined ? html`<p>Asking the server …</p>` : changesPanel(changes)}
        ${level === undefined ? nothing : levelPanel(level, session.has('change'), (event) => void setLevel(event))}
      `;
    },
  };
}

function changesPanel(changes: readonly AuditRecord[]): TemplateResult {
  return html`<section class="panel" aria-labelledby="changes-title" id="changes">
    <h2 id="changes-title">What was changed at this address</h2>
    ${
      changes.length === 0
        ? html`<p class="hint">Nothing since the start of this process.</p>`
        : html`<table class="cards">
            <caption>
              Newest first; of this process, since its start
            </caption>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">From</th>
                <th scope="col">What</th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              ${changes.map(row)}
            </tbody>
          </table>`
    }
  </section>`;
}

function row({ at, who, from, action, what, result, outcome }: AuditRecord): TemplateResult {
  return html`<tr data-action=${action}>
    <th scope="row">${moment(at)}</th>
    <td data-column="Who">${visibleText(who)}</td>
    <td data-column="From">${visibleText(from)}</td>
    <td data-column="What"><strong>${action}</strong> ${fields(what)}</td>
    <td data-column="Result"><span class="result-${result}">${result}</span> ${fields(outcome)}</td>
  </tr>`;
}

function fields(values: Readonly<Record<string, unknown>>): TemplateResult {
  const words = Object.entries(values).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return visibleText(words.join(', '));
}

function levelPanel(level: string, may: boolean, submit: (event: SubmitEvent) => void): TemplateResult {
  return html`<section class="panel" aria-labelledby="level-title" id="log-level">
    <h2 id="level-title">Log</h2>
    <p>Lines of level <strong>${level}</strong> and above are written.</p>
    ${
      may
        ? html`<form class="search" @submit=${submit}>
            <label>
              <span>Level until the next start</span>
              <select name="level">
                ${LEVELS.map((one) => html`<option value=${one} ?selected=${one === level}>${one}</option>`)}
              </select>
            </label>
            <div class="buttons"><button type="submit">Set</button></div>
          </form>`
        : html`<p class="hint">Changing it needs a token with the right <strong>change</strong>.</p>`
    }
  </section>`;
}
