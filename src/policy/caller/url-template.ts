/** The values of a path's parameters, or `undefined` when the path is another. @param given `segmentsOf` the path */
type MatchTemplate = (given: readonly string[]) => ReadonlyMap<string, string> | undefined;

interface UrlTemplate {
  readonly match: MatchTemplate;
  /** Templates with less of these are tried first: literal text says more than a parameter, and a wildcard says least. */
  readonly looseness: number;
}

/** What is wrong with a template, if anything. */
export function templateProblem(template: string): string | undefined {
  if (!template.startsWith('/')) return 'must begin with "/", such as /deployments/{deployment-id}/chat/completions';
  const segments = segmentsOf(template);
  const names = segments.flatMap((segment) => parse(segment).names);
  if (new Set(names).size < names.length) return 'must not name a parameter twice';
  const bad = segments.find((segment, i) => !isSound(segment, i === segments.length - 1));
  if (bad === undefined) return undefined;
  return 'must have parameters as {name}, parted by text, and "*" or {*name} as its last segment only';
}

/**
 * Compiles a URL template of API Management or OpenAPI: `{name}` takes a segment or a part of one, a last `*` or `{*name}` the rest of
 * the path. What follows "?" is left out. Values are decoded where they can be.
 *
 * @param template without `templateProblem`
 */
export function compileTemplate(template: string): UrlTemplate {
  const segments = segmentsOf(template);
  const rest = restName(segments.at(-1) ?? '');
  const fixed = (rest === undefined ? segments : segments.slice(0, -1)).map(parse);
  const parameters = fixed.reduce((sum, { names }) => sum + names.length, 0);
  const match: MatchTemplate = (given) => {
    if (rest === undefined ? given.length !== fixed.length : given.length < fixed.length) return undefined;
    const values = new Map<string, string>();
    if (!fixed.every((segment, i) => matchSegment(segment, given[i] ?? '', values))) return undefined;
    if (rest) values.set(rest, decoded(given.slice(fixed.length).join('/')));
    return values;
  };
  return { match, looseness: parameters + (rest === undefined ? 0 : WILDCARD) };
}

/** More than any number of parameters. */
const WILDCARD = 1_000;

/** `literals` has one more than `names`: text, parameter, text, parameter, text. */
interface Segment {
  readonly literals: readonly string[];
  readonly names: readonly string[];
}

/** Of a path or a template, without its query and its last slash. */
export function segmentsOf(path: string): readonly string[] {
  const plain = path.replace(/\?.*$/s, '').replace(/^\//, '').replace(/\/$/, '');
  return plain === '' ? [] : plain.split('/');
}

function parse(segment: string): Segment {
  const pieces = segment.split(/\{([^{}]*)\}/);
  return { literals: pieces.filter((_, i) => i % 2 === 0), names: pieces.filter((_, i) => i % 2 === 1) };
}

function isSound(segment: string, isLast: boolean): boolean {
  if (restName(segment) !== undefined) return isLast;
  const { literals, names } = parse(segment);
  return (
    literals.every((literal) => !/[{}*\s]/.test(literal)) &&
    literals.slice(1, -1).every((literal) => literal !== '') &&
    names.every((name) => name !== '' && !/[*\s]/.test(name))
  );
}

/** Of a last segment: the name of what takes the rest, "" for "*"; `undefined`: it does not. */
function restName(segment: string): string | undefined {
  return segment === '*' ? '' : /^\{\*([^{}*\s]+)\}$/.exec(segment)?.[1];
}

function matchSegment({ literals, names }: Segment, text: string, values: Map<string, string>): boolean {
  const [first = '', ...others] = literals;
  if (names.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const [i, name] of names.entries()) {
    const literal = others[i] ?? '';
    const isLast = i === names.length - 1;
    const end = isLast ? text.length - literal.length : text.indexOf(literal, at + 1);
    if (end <= at || !text.startsWith(literal, end)) return false;
    values.set(name, decoded(text.slice(at, end)));
    at = end + literal.length;
  }
  return true;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
