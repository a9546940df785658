import type { Attribute, Element } from './element';
import type { PlaceAt } from './line-index';
import { decode, decodeContent } from './pieces';

export interface Source {
  readonly raw: string;
  /** The same with every expression blanked out: what the parser reads. */
  readonly masked: string;
  readonly placeAt: PlaceAt;
}

interface OpenElement extends Omit<Element, 'content'> {
  readonly attributes: Map<string, Attribute>;
  readonly children: Element[];
  hasText: boolean;
  /** Where its content starts. */
  start: number;
}

/** A tree of elements that grows with what the parser reports. Offsets are those of the character that was read last. */
interface Tree {
  /** @returns how deep the element is; 1 for the root */
  readonly open: (name: string, at: number) => number;
  readonly addAttribute: (name: string, quoteAt: number) => void;
  /** @param start of the content */
  readonly startContent: (start: number) => void;
  readonly addText: (text: string) => void;
  /** @param at `undefined` for an element without content */
  readonly close: (at: number | undefined) => void;
  readonly root: () => Element | undefined;
}

export function growTree(source: Source): Tree {
  const opened: OpenElement[] = [];
  let root: Element | undefined;
  return {
    open: (name, at) => opened.push(openElement(name, source.masked.lastIndexOf('<', at), source)),
    addAttribute(name, quoteAt) {
      opened.at(-1)?.attributes.set(name, attribute(name, quoteAt, source));
    },
    startContent(start) {
      const current = opened.at(-1);
      if (current !== undefined) current.start = start;
    },
    addText(text) {
      const current = opened.at(-1);
      if (current !== undefined && /\S/.test(text)) current.hasText = true;
    },
    close(at) {
      const current = opened.pop();
      if (current === undefined) return;
      const element = closed(current, at === undefined ? current.start : source.masked.lastIndexOf('</', at), source);
      const parent = opened.at(-1);
      if (parent === undefined) root = element;
      else parent.children.push(element);
    },
    root: () => root,
  };
}

function openElement(name: string, offset: number, { placeAt }: Source): OpenElement {
  return { name, place: placeAt(offset), attributes: new Map(), children: [], hasText: false, start: 0 };
}

function closed({ start, ...element }: OpenElement, end: number, { raw, masked, placeAt }: Source): Element {
  return { ...element, content: () => ({ pieces: decodeContent(raw, masked, start, end), placeAt }) };
}

/** @param quoteAt of the closing quote; what is between the quotes has no other one, since expressions are blanked out */
function attribute(name: string, quoteAt: number, { raw, masked, placeAt }: Source): Attribute {
  const start = masked.lastIndexOf(masked[quoteAt] ?? '"', quoteAt - 1) + 1;
  const place = placeAt(masked.lastIndexOf(name, start - name.length));
  return { name, place, value: () => ({ pieces: decode(raw, start, quoteAt), placeAt }) };
}
