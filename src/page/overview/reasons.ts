import { html, nothing, type TemplateResult } from 'lit-html';
import { reasonInWords } from '../../core/reason-words.js';
import { bar, type Colour } from '../bars.js';
import { count } from '../format.js';
import { total } from './counts.js';

interface Reasons {
  readonly id: string;
  readonly title: string;
  /** As `reasonInWords` has it. */
  readonly kind: string;
  readonly counts: Readonly<Record<string, number | undefined>>;
  readonly colour: Colour;
  /** Instead of a table without rows. */
  readonly none: string;
}

/** How often each reason came, with what it means. */
export function reasonsPanel({ id, title, kind, counts, colour, none }: Reasons): TemplateResult {
  const rows = Object.entries(counts)
    .map(([reason, value]) => ({ reason, value: value ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const most = rows[0]?.value ?? 1;
  return html`<section class="panel" aria-labelledby="${id}-title" id=${id}>
    <h2 id="${id}-title">${title}</h2>
    ${
      rows.length === 0
        ? html`<p class="hint">${none}</p>`
        : html`<table>
            <caption>
              ${count(total(counts))} since the start, by reason
            </caption>
            <thead>
              <tr>
                <th scope="col">Reason</th>
                <th scope="col" class="number">Calls</th>
                <th scope="col" class="for-bar"><span class="only-read-out">Share</span></th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                ({ reason, value }) =>
                  html`<tr data-reason=${reason}>
                    <th scope="row">
                      <code>${reason}</code> <span class="meaning">${reasonInWords(kind, reason) ?? nothing}</span>
                    </th>
                    <td class="number">${count(value)}</td>
                    <td class="for-bar">${bar(value / most, colourOf(reason, colour))}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  </section>`;
}

function colourOf(reason: string, otherwise: Colour): Colour {
  return reason.startsWith('shadow-') ? 'shadow' : otherwise;
}
