import { SaxesParser } from 'saxes';
import { formatPlace } from '../place';
import type { Findings } from '../problems';
import type { PolicyDocument } from '../sources';
import type { Element } from './element';
import { lineIndex } from './line-index';
import { maskExpressions } from './mask';
import { growTree, type Source } from './tree';

const MAX_CHARACTERS = 1_048_576;
const MAX_DEPTH = 64;
const MAX_ELEMENTS = 10_000;

/** What the parser and the bounds refuse; never leaves this file. */
class Refused extends Error {
  constructor(
    readonly offset: number,
    what: string,
  ) {
    super(what);
  }
}

/** The root element of a document; `undefined` when it cannot be read, and `findings` says why. No entity is ever expanded. */
export function parseDocument({ file, text }: PolicyDocument, findings: Findings): Element | undefined {
  const placeAt = lineIndex(file, text);
  try {
    if (text.length > MAX_CHARACTERS) throw new Refused(0, `the document is longer than ${MAX_CHARACTERS} characters`);
    const masked = maskExpressions(text);
    if (masked.kind === 'problem') throw new Refused(masked.offset, masked.what);
    return parse({ raw: text, masked: masked.text, placeAt });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    findings.problems.push(`${formatPlace(placeAt(error.offset))}: ${error.message}`);
    return undefined;
  }
}

function parse(source: Source): Element {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const tree = growTree(source);
  let count = 0;
  /** Of the character that was read last. */
  const here = (): number => Math.max(0, parser.position - 1);
  parser.on('error', ({ message }) => {
    throw new Refused(Math.min(here(), source.raw.length), `not well-formed: ${plainMessage(message)}`);
  });
  parser.on('opentagstart', ({ name }) => {
    const depth = tree.open(name, here());
    count += 1;
    if (count > MAX_ELEMENTS) throw new Refused(here(), `the document has more than ${MAX_ELEMENTS} elements`);
    if (depth > MAX_DEPTH) throw new Refused(here(), `elements are nested deeper than ${MAX_DEPTH}`);
  });
  parser.on('attribute', ({ name }) => {
    tree.addAttribute(name, here());
  });
  parser.on('opentag', () => {
    tree.startContent(parser.position);
  });
  parser.on('text', tree.addText);
  parser.on('cdata', tree.addText);
  parser.on('closetag', ({ isSelfClosing }) => {
    tree.close(isSelfClosing ? undefined : here());
  });
  parser.write(source.masked).close();
  const root = tree.root();
  if (root === undefined) throw new Refused(0, 'the document has no element');
  return root;
}

function plainMessage(message: string): string {
  return message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
}
