import { html, svg, type TemplateResult } from 'lit-html';

/** What a colour stands for; page.css has the colours. */
export type Colour =
  'exact' | 'semantic' | 'coalesced' | 'shadow' | 'miss' | 'bypass' | 'upstream' | 'plain' | 'warn' | 'bad';

/** One bar, next to the number that it shows. @param share of the whole width, 0 to 1 */
export function bar(share: number, colour: Colour = 'plain'): TemplateResult {
  // No style attribute: the content security policy has none of them.
  return html`<svg class="bar" aria-hidden="true" focusable="false">
    <rect class="track" width="100%" height="100%"></rect>
    <rect class=${`fill-${colour}`} width=${percentOf(share)} height="100%"></rect>
  </svg>`;
}

export interface Share {
  readonly name: string;
  readonly colour: Colour;
  readonly value: number;
}

/** Parts of a whole in one bar; what stands beside it says the numbers. @param whole 0: nothing is drawn */
export function stackedBar(shares: readonly Share[], whole: number, words: string): TemplateResult {
  let before = 0;
  const parts = shares.map(({ value, colour }) => {
    const share = whole === 0 ? 0 : value / whole;
    const part = svg`<svg x=${percentOf(before)} width=${percentOf(share)} height="100%">
      <rect class=${`fill-${colour}`} width="100%" height="100%"></rect>
    </svg>`;
    before += share;
    return part;
  });
  return html`<svg class="stacked" role="img" aria-label=${words}>
    <rect class="track" width="100%" height="100%"></rect>
    ${parts}
  </svg>`;
}

/** A square in a series' colour. */
export function swatch(colour: Colour): TemplateResult {
  return html`<svg class="swatch" aria-hidden="true">
    <rect class=${`fill-${colour}`} width="100%" height="100%"></rect>
  </svg>`;
}

export function percentOf(share: number): string {
  return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
}
