import { html, nothing, type TemplateResult } from 'lit-html';
import type { Right } from '../core/access';
import { problemInWords } from './http.js';
import type { Surroundings } from './view.js';

const RIGHTS: Readonly<Record<Right, string>> = {
  view: 'see numbers and policies',
  read: 'read entries and explain calls',
  change: 'remove entries and change settings',
};

/** Who one is, what one may do, and the way out. */
export function whoLine({ session, announce }: Surroundings): TemplateResult | typeof nothing {
  const access = session.access();
  if (access === undefined) return nothing;
  const leave = async (): Promise<void> => {
    await session.signOut().catch(() => undefined);
    announce('Signed out.');
  };
  const most = access.rights.at(-1) ?? 'view';
  return html`<p class="who">
    <span>${access.who}: may <span title=${RIGHTS[most]}>${access.rights.join(', ')}</span></span>
    ${session.hasToken() ? html`<button type="button" class="quiet" @click=${leave}>Sign out</button>` : nothing}
  </p>`;
}

/** What is shown in place of something that needs a right. */
export function needsRight(around: Surroundings, right: Right, what: string): TemplateResult {
  return html`<section class="panel" aria-label="Sign in">
    <p>${what} needs a token with the right <strong>${right}</strong> (${RIGHTS[right]}).</p>
    ${tokenForm(around)}
  </section>`;
}

/** Where nothing can be seen without a token. */
export function signInForm(around: Surroundings): TemplateResult {
  const { session, live } = around;
  if (session.problem() === undefined && live.awaySince() === undefined) return html`<p>Asking the server …</p>`;
  return html`<section class="panel" aria-label="Sign in">
    <p>This address shows nothing without a token, or a client certificate.</p>
    ${tokenForm(around)}
  </section>`;
}

/** The field has no name and no autocompletion, so that no browser keeps what is in it. */
function tokenForm(around: Surroundings): TemplateResult {
  const { session } = around;
  const problem = session.problem();
  return html`<form class="token" @submit=${(event: SubmitEvent) => void signIn(event, around)}>
    <label>
      <span>Token</span>
      <input type="password" autocomplete="off" spellcheck="false" required aria-describedby="token-problem" />
    </label>
    <button type="submit">Sign in</button>
    <p id="token-problem" class="problem" role="alert">${problem ?? nothing}</p>
    <p class="hint">It is kept in this tab until the tab is closed, and sent to this address only.</p>
  </form>`;
}

async function signIn(event: SubmitEvent, { session, live, announce }: Surroundings): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const field = form.querySelector('input');
  const token = field?.value.trim() ?? '';
  if (field === null || token === '') return;
  try {
    await session.signIn(token);
  } catch (error) {
    announce(problemInWords(error));
    return;
  }
  field.value = '';
  live.hurry();
  const access = session.access();
  if (session.hasToken() && access !== undefined) announce(`Signed in: may ${access.rights.join(', ')}.`);
}
