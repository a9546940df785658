import { compileSource } from '../../policy/caller/sources';
import type { NativePolicy } from '../../policy/sources';
import { DEFAULTS, overlay } from '../defaults';
import { nativePolicy } from '../schema/policies';
import { elementsOf, FLAT_KEYS, PREFIX, type Annotations } from './keys';
import { worded, wrongValue } from './wording';

/** The policy that flat annotations mean: what they say, laid over the built-in default policy. */
export function flatPolicy(
  given: Annotations,
): { readonly policy: NativePolicy } | { readonly problems: readonly string[] } {
  const parsed = nativePolicy.safeParse(treeOf(given), { reportInput: true });
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => worded(issue, given)),
    ...expressionProblems(given),
    ...sourceProblems(given),
  ];
  if (!parsed.success || problems.length > 0) return { problems };
  return { policy: { ...parsed.data, at: 'annotations' } };
}

/** One policy in the native form, as a user would write it. */
function treeOf(given: Annotations): unknown {
  const [{ lookup, ...others }] = DEFAULTS.policies;
  const byDefault = { ...others, name: 'annotations', lookup: given.has('score-threshold') ? {} : lookup };
  return [...FLAT_KEYS].reduce<unknown>((tree, [name, { path, kind }]) => {
    const text = given.get(name);
    return text === undefined ? tree : overlay(tree, nested(path, valueOf(text, kind)));
  }, byDefault);
}

function nested(path: string, value: unknown): unknown {
  return path.split('.').reduceRight((inner, step) => ({ [step]: inner }), value);
}

function valueOf(text: string, kind: 'number' | 'switch' | 'list' | 'text'): unknown {
  switch (kind) {
    case 'number':
      return /^[-+.\deE]+$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'switch':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'list':
      return elementsOf(text);
    case 'text':
      return text;
  }
}

/** Expressions hold commas and quotes, which a list in an annotation has no way to write. */
function expressionProblems(given: Annotations): readonly string[] {
  return ['duration', 'vary-by'].flatMap((name) => {
    const expression = elementsOf(given.get(name) ?? '').find((element) => element.startsWith('cel:'));
    if (expression === undefined) return [];
    return [wrongValue(name, expression, `expressions need a whole policy: write it in ${PREFIX}policy`)];
  });
}

function sourceProblems(given: Annotations): readonly string[] {
  const sources = elementsOf(given.get('vary-by') ?? '').filter((source) => !source.startsWith('cel:'));
  return sources.flatMap((source) => {
    const read = compileSource(source);
    return typeof read === 'function' ? [] : [wrongValue('vary-by', source, read.problem)];
  });
}
