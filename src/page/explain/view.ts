import { html, nothing } from 'lit-html';
import { fieldText } from '../form.js';
import { problemInWords, Refused } from '../http.js';
import { needsRight } from '../sign-in.js';
import type { Surroundings, View } from '../view.js';
import type { Explained } from './answer.js';
import { callOf, type Call } from './call.js';
import { explanation, verdictLine } from './explanation.js';

const HEADERS = 'host: api.example.com\nauthorization: Bearer …';
const EXAMPLE = `{
  "model": "gpt-4o-mini",
  "messages": [{ "role": "user", "content": "How do I reset my password?" }]
}`;

/** What would become of a call, and why. */
export function explainView(around: Surroundings): View {
  const { session, redraw, announce } = around;
  let explained: Explained | undefined;
  let problem: string | undefined;
  let busy = false;

  async function explain(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const field = (name: string): string => fieldText(event.target, name);
    problem = undefined;
    explained = undefined;
    try {
      const call: Call = callOf({ path: field('path'), headers: field('headers'), body: field('body') });
      busy = true;
      redraw();
      explained = await session.ask<Explained>('explain', { method: 'POST', body: call });
      announce(verdictLine(explained));
    } catch (error) {
      const network = error instanceof TypeError || error instanceof DOMException;
      problem = error instanceof Refused || network ? problemInWords(error) : (error as Error).message;
    } finally {
      busy = false;
      redraw();
    }
  }

  return {
    title: 'Explain',
    render() {
      if (!session.has('read')) {
        explained = undefined;
        return needsRight(around, 'read', 'Having calls explained');
      }
      return html`
        <form class="panel explain" aria-label="Call to explain" @submit=${(event: SubmitEvent) => void explain(event)}>
          <p class="hint">
            What would become of this call now, and why. Nothing is served, stored or counted. What parts callers
            (headers, path) matters: give it as your clients send it.
          </p>
          <label class="tall">
            <span>Completion request, or a whole call with path, headers and body (JSON)</span>
            <textarea name="body" rows="9" required spellcheck="false" placeholder=${EXAMPLE}></textarea>
          </label>
          <label>
            <span>Path</span>
            <input name="path" type="text" placeholder="/v1/chat/completions" autocomplete="off" spellcheck="false" />
          </label>
          <label class="tall">
            <span>Headers, one a line</span>
            <textarea name="headers" rows="2" spellcheck="false" placeholder=${HEADERS}></textarea>
          </label>
          <div class="buttons"><button type="submit" ?disabled=${busy}>Explain</button></div>
        </form>
        <p class="problem" role="alert">${problem ?? nothing}</p>
        ${explained === undefined ? nothing : explanation(explained)}
      `;
    },
  };
}
