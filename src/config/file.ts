import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { isTree, type RawTree } from './defaults';

export type ParsedFile =
  | { readonly kind: 'tree'; readonly tree: RawTree }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

export type ReadText = { readonly text: string } | { readonly problems: readonly string[] };

export function readText(path: string): ReadText {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { problems: [`${path}: cannot be read: ${(error as Error).message}`] };
  }
}

/** YAML 1.2 to a plain tree. Messages give line and column and never quote the file's text. */
export function parseYaml(path: string, text: string): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const problems = yamlFaults(path, document, lines);
  if (problems.length > 0) return { kind: 'refused', problems };
  return toTree(path, () => document.toJS() as unknown);
}

/** What the parser has to say of a document, warnings too: one line each. */
export function yamlFaults(
  path: string,
  { errors, warnings }: Pick<Document, 'errors' | 'warnings'>,
  lines: LineCounter,
): readonly string[] {
  return [...errors, ...warnings].map((fault) => {
    const { line, col } = lines.linePos(fault.pos[0]);
    return `${path}:${line}:${col}: not valid YAML: ${fault.message}`;
  });
}

/** A file without any key is more likely a write that is not finished than a wish for the defaults. */
function toTree(path: string, toJs: () => unknown): ParsedFile {
  try {
    const value = toJs();
    if (isTree(value)) return { kind: 'tree', tree: value };
    const fault = value === null || value === undefined ? 'holds no key' : 'is not a mapping of keys';
    return { kind: 'refused', problems: [`${path}: ${fault}; see docs/configuration.md, or leave the file out`] };
  } catch (error) {
    return { kind: 'refused', problems: [`${path}: not valid YAML: ${(error as Error).message}`] };
  }
}
