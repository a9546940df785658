import { LineCounter, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import type { NativePolicy } from '../policy/sources';
import { isTree, type RawTree } from './defaults';
import { yamlFaults } from './file';
import { describeIssues } from './problems';
import { keysOf, type KeysAt } from './schema/keys';
import { customResource, nativePolicy, policyList, type UnplacedPolicy } from './schema/policies';

export type ReadPolicies = { readonly policies: readonly NativePolicy[] } | { readonly problems: readonly string[] };

const LARGEST = 2 ** 20;
const MOST = 1000;
const WHAT_IT_HOLDS = 'must hold policies: a policy with its name, a list under policies:, or a SemanticCachePolicy';

/**
 * The policies of a YAML (or JSON) file: documents parted by "---", each a policy, a mapping with the one key `policies`,
 * or a custom resource.
 *
 * @param file for messages, which give places and no line of the text
 */
export function readPolicies(text: string, file: string): ReadPolicies {
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST) return { problems: [`${file}: has ${bytes} bytes; must be at most ${LARGEST}`] };
  const parsed = parseDocuments(text, file);
  if ('problems' in parsed) return parsed;
  const read = parsed.trees.map(({ tree, place }) => readTree(tree, place));
  const problems = read.flatMap((each) => ('problems' in each ? each.problems : []));
  if (problems.length > 0) return { problems };
  const policies = read.flatMap((each) => ('policies' in each ? each.policies : []));
  if (policies.length > MOST)
    return { problems: [`${file}: has ${policies.length} policies; must be at most ${MOST}`] };
  return { policies };
}

interface PlacedTree {
  readonly tree: unknown;
  /** "support.yaml", or "support.yaml#2" for the second document. */
  readonly place: string;
}

function parseDocuments(
  text: string,
  file: string,
): { readonly trees: readonly PlacedTree[] } | { readonly problems: readonly string[] } {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Or else some warnings would go to stderr, with text of the file.
    logLevel: 'error',
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  const problems = documents.flatMap((document) => yamlFaults(file, document, lines));
  if (problems.length > 0) return { problems };
  try {
    const trees = documents
      .map((document, i) => ({ tree: document.toJS() as unknown, place: i === 0 ? file : `${file}#${i + 1}` }))
      // What stands before the first "---", and what follows the last one, is often nothing or a comment.
      .filter(({ tree }) => tree !== null);
    return trees.length > 0 ? { trees } : { problems: [`${file}: is empty; ${WHAT_IT_HOLDS}`] };
  } catch (error) {
    // Aliases that would grow beyond all bounds are refused when they are resolved.
    return { problems: [`${file}: not valid YAML: ${(error as Error).message}`] };
  }
}

function readTree(tree: unknown, place: string): ReadPolicies {
  if (!isTree(tree)) return { problems: [`${place}: ${WHAT_IT_HOLDS}`] };
  if (has(tree, 'apiVersion') || has(tree, 'kind')) {
    return parse(customResource, { tree, place }, RESOURCE_KEYS, (policy) => [placed(policy, `${place}: spec`)]);
  }
  if (has(tree, 'policies')) {
    const under = (policy: NativePolicy): NativePolicy => placed(policy, `${place}: ${policy.at}`);
    return parse(policyList, { tree, place }, LIST_KEYS, ({ policies }) => policies.map(under));
  }
  return parse(nativePolicy, { tree, place }, POLICY_KEYS, (policy) => [placed(policy, `${place}: ${policy.name}`)]);
}

const RESOURCE_KEYS = keysOf(customResource);
const LIST_KEYS = keysOf(policyList);
const POLICY_KEYS = keysOf(nativePolicy);

function parse<T extends z.ZodType>(
  schema: T,
  { tree, place }: { readonly tree: RawTree; readonly place: string },
  keys: KeysAt,
  policiesOf: (parsed: z.output<T>) => readonly NativePolicy[],
): ReadPolicies {
  const parsed = schema.safeParse(tree, { reportInput: true });
  if (parsed.success) return { policies: policiesOf(parsed.data) };
  const problems = describeIssues(parsed.error.issues, () => undefined, keys);
  return { problems: problems.map((problem) => `${place}: ${problem}`) };
}

function placed(policy: UnplacedPolicy, at: string): NativePolicy {
  return { ...policy, at };
}

function has(tree: RawTree, key: string): boolean {
  return Object.hasOwn(tree, key);
}
