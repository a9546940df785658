import { LineCounter, parseDocument } from 'yaml';
import { templateProblem } from '../policy/caller/url-template';
import type { OperationSettings } from '../policy/sources';
import { isTree, type RawTree } from './defaults';

type Operations = { readonly operations: readonly OperationSettings[] } | { readonly problems: readonly string[] };

/** YAML takes about a third of a second for each MiB. */
const MOST_CHARACTERS = 8 * 2 ** 20;
const MOST_OPERATIONS = 10_000;
const MOST_PROBLEMS = 20;
/** The methods of a Path Item Object (OpenAPI 3.1.1, 4.8.9). */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * The operations of an OpenAPI 3 or Swagger 2 document, in JSON or YAML. Only `paths` is read: `servers`, `host` and `basePath` are left out, as
 * it is the API's `path` in the configuration that says where the document's paths begin. Nothing that it refers to is read.
 *
 * @param file for messages
 */
export function operationsOf(text: string, file: string): Operations {
  if (text.length > MOST_CHARACTERS) return refused(`${file}: is longer than ${MOST_CHARACTERS} characters`);
  const document = parse(text, file);
  if ('problems' in document) return document;
  const { tree } = document;
  if (!isOpenApi(tree)) {
    return refused(
      `${file}: is no OpenAPI 3 or Swagger 2 document: it needs "openapi: 3.…" or "swagger: '2.0'" at the top`,
    );
  }
  const paths = tree['paths'];
  if (!isTree(paths)) return refused(`${file}: paths: must be a mapping of URL templates to their operations`);
  const operations = Object.entries(paths).flatMap(([template, item]) => operationsAt(template, item));
  const problems = problemsOf(operations, file);
  return problems.length > 0 ? { problems: problems.slice(0, MOST_PROBLEMS) } : { operations };
}

function refused(problem: string): { readonly problems: readonly string[] } {
  return { problems: [problem] };
}

type Parsed = { readonly tree: RawTree } | { readonly problems: readonly string[] };

function parse(text: string, file: string): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    return treeOf(value, file);
  } catch {
    return parseYaml(text, file);
  }
}

/** JSON is YAML, too: a fault of JSON is found again here, and where it is. */
function parseYaml(text: string, file: string): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    return refused(`${file}:${line}:${col}: not valid YAML or JSON: ${fault.message}`);
  }
  try {
    return treeOf(document.toJS({ maxAliasCount: 100 }), file);
  } catch (error) {
    return refused(`${file}: not valid YAML or JSON: ${(error as Error).message}`);
  }
}

function treeOf(value: unknown, file: string): Parsed {
  return isTree(value) ? { tree: value } : refused(`${file}: is not a mapping of keys`);
}

function isOpenApi({ openapi, swagger }: RawTree): boolean {
  return /^3\.\d/.test(String(openapi)) || /^2(?:\.0)?$/.test(String(swagger));
}

/** Keys that begin with "x-" are extensions, and no paths. */
function operationsAt(template: string, item: unknown): readonly OperationSettings[] {
  if (!isTree(item) || template.startsWith('x-')) return [];
  return METHODS.filter((method) => isTree(item[method])).map((key) => {
    const method = key.toUpperCase();
    const { operationId, summary } = item[key] as RawTree;
    const id = textOr(operationId, `${method} ${template}`);
    return { id, name: textOr(summary, id), method, urlTemplate: template };
  });
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : otherwise;
}

function problemsOf(operations: readonly OperationSettings[], file: string): readonly string[] {
  if (operations.length === 0) return [`${file}: paths: has no operation`];
  if (operations.length > MOST_OPERATIONS) return [`${file}: paths: has more than ${MOST_OPERATIONS} operations`];
  const templates = [...new Set(operations.map(({ urlTemplate }) => urlTemplate))];
  const bad = templates.flatMap((template) => {
    const problem = templateProblem(template);
    return problem === undefined ? [] : [`${file}: paths: got "${template}"; it ${problem}`];
  });
  return [...bad, ...duplicatesOf(operations).map((id) => `${file}: paths: the operationId "${id}" is there twice`)];
}

function duplicatesOf(operations: readonly OperationSettings[]): readonly string[] {
  const seen = new Set<string>();
  return operations.map(({ id }) => id).filter((id) => seen.has(id) || !seen.add(id));
}
