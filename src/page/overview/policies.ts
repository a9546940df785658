import { html, nothing, type TemplateResult } from 'lit-html';
import { visibleText } from '../visible-text.js';
import { counted, moment } from '../format.js';

/** GET /policies. */
export interface Policies {
  readonly policies: readonly { readonly name: string; readonly at: string; readonly lines: readonly string[] }[];
  /** `none`, `own`, `disabled`, `unknown`: what the pod's annotations come to. */
  readonly annotations: string;
  /** What is written but wrong, by where. */
  readonly refused: Readonly<Record<string, { readonly problems: readonly string[]; readonly since: string }>>;
}

/** What is wrong goes above everything else. */
export function refusedPanel({ refused }: Policies): TemplateResult | typeof nothing {
  const parts = Object.entries(refused);
  if (parts.length === 0) return nothing;
  return html`<section class="panel refused" aria-labelledby="refused-title" id="refused">
    <h2 id="refused-title">Not in force</h2>
    ${parts.map(
      ([part, { problems, since }]) => html`
        <p>
          The ${part} has ${counted(problems.length, 'problem')} since ${moment(Date.parse(since))}. What was in force
          before still is.
        </p>
        <ul>
          ${problems.map((problem) => html`<li>${visibleText(problem)}</li>`)}
        </ul>
      `,
    )}
  </section>`;
}

const ANNOTATIONS: ReadonlyMap<string, string> = new Map([
  ['own', "The pod's annotations have a policy of their own; it is tried first."],
  ['disabled', "The pod's annotations switch the cache off for it."],
  ['unknown', "The pod's annotations are wrong and have not been right yet, so nothing is cached for it."],
]);

export function policiesPanel({ policies, annotations }: Policies): TemplateResult {
  const said = ANNOTATIONS.get(annotations);
  return html`<section class="panel" aria-labelledby="policies-title" id="policies">
    <h2 id="policies-title">Policies in force</h2>
    <p class="hint">In the order in which they are tried; the first that covers a call applies. ${said ?? nothing}</p>
    ${policies.length === 0 ? html`<p>None: no call is looked up.</p>` : nothing}
    <ol class="policies">
      ${policies.map(
        ({ name, at, lines }) =>
          html`<li>
            <h3>${visibleText(name)} <small>${visibleText(at)}</small></h3>
            <ul>
              ${lines.map((line) => html`<li>${visibleText(line)}</li>`)}
            </ul>
          </li>`,
      )}
    </ol>
  </section>`;
}
