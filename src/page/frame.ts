import { html, nothing, type TemplateResult } from 'lit-html';
import { clock, moment } from './format.js';
import { signInForm, whoLine } from './sign-in.js';
import { themeChoice } from './theme.js';
import type { Surroundings, View } from './view.js';

const ROUTES = [
  ['', 'Overview'],
  ['entries', 'Entries'],
  ['explain', 'Explain'],
  ['changes', 'Changes'],
] as const;

/** Everything that stands around a view. */
export function frame(
  around: Surroundings,
  { name, view }: { readonly name: string; readonly view: View },
): TemplateResult {
  const { session } = around;
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to the content</a>
    <header class="top">
      <p class="product">llm-semantic-cache</p>
      <nav aria-label="Pages">
        <ul>
          ${ROUTES.map(([route, words]) => navigation(route, words, isPart(name, route)))}
        </ul>
      </nav>
      <div class="tools">${whoLine(around)} ${themeChoice()}</div>
    </header>
    ${away(around)}
    <main id="main" tabindex="-1">
      <h1 tabindex="-1">${view.title}</h1>
      ${session.access() === undefined ? signInForm(around) : view.render()}
    </main>
    ${footer(around)}
  `;
}

function navigation(route: string, words: string, current: boolean): TemplateResult {
  return html`<li><a href="#/${route}" aria-current=${current ? 'page' : nothing}>${words}</a></li>`;
}

function isPart(name: string, route: string): boolean {
  return name === route || (name === 'entry' && route === 'entries');
}

/** Without a change of the address, which is the route. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function away({ live }: Surroundings): TemplateResult {
  const since = live.awaySince();
  return html`<div role="alert" class="away-place">
    ${
      since === undefined
        ? nothing
        : html`<p class="away">
            Not reachable since ${clock(since.getTime())}. What is shown is from before; this page goes on trying.
          </p>`
    }
  </div>`;
}

function footer({ live }: Surroundings): TemplateResult {
  const overview = live.overview();
  return html`<footer>
    ${
      overview === undefined
        ? nothing
        : html`<p>
            llm-semantic-cache ${overview.version}. Numbers are of this one process since its start,
            ${moment(overview.startedAt)}; other replicas and earlier runs are not in them.
          </p>`
    }
  </footer>`;
}
