import { html, type TemplateResult } from 'lit-html';

/**
 * Characters that a reader does not see and that change what he reads: controls, marks of direction, what has no width, tags. Joiners are
 * left: emoji and many scripts need them.
 */
const HIDDEN = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;
const LAYOUT = new Set(['\n', '\t']);

/** Text of anybody's, with what is hidden in it named, and its direction kept from what stands around it. */
export function visibleText(text: string): TemplateResult {
  return html`<bdi>${pieces(text).map(({ hidden, piece }) => (hidden ? mark(piece) : piece))}</bdi>`;
}

/** The beginning, for a table. */
export function excerpt(text: string, most = 240): string {
  const characters = Array.from(text.slice(0, most * 2));
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most).join('')} …`;
}

interface Piece {
  readonly hidden: boolean;
  readonly piece: string;
}

function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let plain = '';
  for (const character of text) {
    if (!HIDDEN.test(character) || LAYOUT.has(character)) {
      plain += character;
      continue;
    }
    if (plain !== '') found.push({ hidden: false, piece: plain });
    plain = '';
    found.push({ hidden: true, piece: codePoint(character) });
  }
  return plain === '' ? found : [...found, { hidden: false, piece: plain }];
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function mark(name: string): TemplateResult {
  return html`<span class="hidden-character" title="a character that is not shown">${name}</span>`;
}
