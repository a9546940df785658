import { parseArgs } from 'node:util';
import { DEFAULTS, isTree, STORE_DEFAULTS, type RawTree } from './defaults';
import { suggestion } from './problems';

/** Where settings come from. */
export interface SettingsSource {
  /** Flags only: `--config FILE` and `--set path.to.key=value`, the latter as often as wanted. */
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Settings given outside the file; `origins` maps the path of each to the variable or flag that gave it. */
export interface Overrides {
  readonly file: string | undefined;
  readonly tree: RawTree;
  readonly origins: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Variables that are ours without being settings: the file's path, and what the tools of this repository read. */
const OTHER_VARIABLES = ['LSC_CONFIG', 'LSC_CACHE_DIR', 'LSC_MODEL_DIR'];

/** Kubernetes sets such variables for every Service, also for one that happens to be called "lsc". */
const SERVICE_LINK = /_(?:SERVICE_(?:HOST|PORT)(?:_.*)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)$/;

/** Too rich for one text. */
const IN_FILE_ONLY: readonly string[] = ['policies', 'policy-files', 'azure', 'apis', 'callers'];

interface Leaf {
  readonly path: readonly string[];
  /** Tells how a text is read: as a number, a switch, a list or itself. */
  readonly example: unknown;
}

const LEAVES: ReadonlyMap<string, Leaf> = new Map(
  [DEFAULTS, ...Object.values(STORE_DEFAULTS).map((store) => ({ store }))]
    .flatMap((tree) => leavesOf(tree, []))
    .map((leaf) => [leaf.path.join('.'), leaf] as const),
);
const BY_VARIABLE: ReadonlyMap<string, Leaf> = new Map([...LEAVES.values()].map((leaf) => [variableOf(leaf), leaf]));

/** Flags win over the environment. An unknown name of either kind is a problem; an empty variable counts as unset. */
export function readOverrides({ argv, env }: SettingsSource): Overrides {
  const variables = fromEnvironment(env);
  const flags = fromFlags(argv);
  const settings = [...variables.settings, ...flags.settings];
  return {
    file: flags.file ?? (env['LSC_CONFIG'] === '' ? undefined : env['LSC_CONFIG']),
    tree: settings.reduce<RawTree>((tree, { leaf, text }) => withLeaf(tree, leaf.path, typed(leaf, text)), {}),
    origins: new Map(settings.map(({ leaf, origin }) => [leaf.path.join('.'), origin])),
    problems: [...variables.problems, ...flags.problems],
  };
}

interface Given {
  readonly leaf: Leaf;
  readonly text: string;
  readonly origin: string;
}

interface Collected {
  readonly settings: Given[];
  readonly problems: string[];
  file?: string;
}

function fromEnvironment(env: NodeJS.ProcessEnv): Collected {
  const collected: Collected = { settings: [], problems: [] };
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('LSC_') || OTHER_VARIABLES.includes(name) || text === undefined || text === '') continue;
    const leaf = BY_VARIABLE.get(name);
    if (leaf !== undefined) collected.settings.push({ leaf, text, origin: name });
    else if (!SERVICE_LINK.test(name)) {
      const meant = suggestion(name, [...BY_VARIABLE.keys(), ...OTHER_VARIABLES]);
      collected.problems.push(`${name}: no setting has this environment variable${meant}`);
    }
  }
  return collected;
}

function fromFlags(argv: readonly string[]): Collected {
  const collected: Collected = { settings: [], problems: [] };
  try {
    const options = { config: { type: 'string' }, set: { type: 'string', multiple: true } } as const;
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    if (values.config !== undefined) collected.file = values.config;
    for (const assignment of values.set ?? []) addAssignment(assignment, collected);
  } catch (error) {
    collected.problems.push(`command line: ${(error as Error).message}`);
  }
  return collected;
}

function addAssignment(assignment: string, { settings, problems }: Collected): void {
  const at = assignment.indexOf('=');
  if (at < 1) {
    problems.push('--set: must be path.to.key=value, such as --set log.level=debug');
    return;
  }
  const path = assignment.slice(0, at);
  const leaf = LEAVES.get(path);
  if (leaf !== undefined) settings.push({ leaf, text: assignment.slice(at + 1), origin: `--set ${path}` });
  else if (IN_FILE_ONLY.includes(keyOf(path))) problems.push(`--set ${path}: ${keyOf(path)} are set in the file only`);
  else problems.push(`--set ${path}: is not a known key${suggestion(path, [...LEAVES.keys()])}`);
}

/** Everything with a value of its own, lists of words included. */
function leavesOf(tree: RawTree, path: readonly string[]): readonly Leaf[] {
  return Object.entries(tree).flatMap(([key, example]) => {
    if (IN_FILE_ONLY.includes(key)) return [];
    return isTree(example) ? leavesOf(example, [...path, key]) : [{ path: [...path, key], example }];
  });
}

/** The keys that `--set` and variables can set, dotted. */
export function settableKeys(): readonly string[] {
  return [...LEAVES.keys()];
}

function keyOf(path: string): string {
  return /^[a-z-]*/.exec(path)?.[0] ?? '';
}

function variableOf({ path }: Leaf): string {
  return `LSC_${path.join('_').replaceAll('-', '_').toUpperCase()}`;
}

/** What does not read as the wanted kind stays text, and the schema says what is wrong with it. */
function typed({ example }: Leaf, text: string): unknown {
  if (typeof example === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (typeof example === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (Array.isArray(example)) return text.split(',').map((word) => word.trim());
  return text;
}

function withLeaf(tree: RawTree, path: readonly string[], value: unknown): RawTree {
  const [key = '', ...rest] = path;
  const child = tree[key];
  return { ...tree, [key]: rest.length === 0 ? value : withLeaf(isTree(child) ? child : {}, rest, value) };
}
