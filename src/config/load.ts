import { dirname } from 'node:path';
import { systemClock } from '../core/clock';
import { ConfigurationError } from '../core/errors';
import { systemRandom } from '../core/random';
import { compilePolicies, type CompiledPolicies, type CompileOptions } from '../policy/compile';
import { defaultsFor, hasPolicies, isTree, overlay, type RawTree } from './defaults';
import { parseYaml } from './file';
import { fileTexts, type FileTexts } from './file-texts';
import { readOverrides, type Overrides, type SettingsSource } from './overrides';
import { withDocuments, withOperations, withPolicyFiles, type ReadingFiles } from './policy-sources';
import { describeIssues } from './problems';
import { contradictions, warnings } from './rules';
import { settingsSchema, type ConfiguredSettings } from './schema/sections';
import type { Settings } from './settings';

export interface LoadedSettings {
  readonly settings: Settings;
  /** The configured policies; a pod's own are not among them. */
  readonly policies: CompiledPolicies;
  /** What is allowed and probably not meant; one line each. */
  readonly warnings: readonly string[];
  /** The configuration file, when there is one. */
  readonly file?: string;
}

/** How compiled policies tell time and chance. */
export const POLICY_SURROUNDINGS: CompileOptions = { now: () => systemClock.now(), random: systemRandom };

/**
 * Defaults < file < environment < flags, validated and frozen, with all that the file names.
 *
 * @param files remembers what was read
 * @throws ConfigurationError with every problem that was found
 */
export function loadSettings(source: SettingsSource, files: FileTexts = fileTexts()): LoadedSettings {
  const overrides = readOverrides(source);
  const { tree, problems } = fileTree(overrides.file, files);
  const reading: ReadingFiles = { files, directory: dirname(overrides.file ?? '.'), problems: [] };
  const settings = validate(tree, overrides, { problems, reading });
  const policies = compilePolicies({ ...settings, native: settings.policies }, POLICY_SURROUNDINGS);
  if (policies.problems.length > 0) throw new ConfigurationError(policies.problems);
  return {
    settings,
    policies,
    warnings: [...warnings(settings), ...policies.warnings],
    ...(overrides.file === undefined ? {} : { file: overrides.file }),
  };
}

function fileTree(file: string | undefined, files: FileTexts): { tree: RawTree; problems: readonly string[] } {
  if (file === undefined) return { tree: {}, problems: [] };
  const read = files.read(file);
  if ('problems' in read) throw new ConfigurationError(read.problems);
  const parsed = parseYaml(file, read.text);
  return parsed.kind === 'tree' ? { tree: parsed.tree, problems: [] } : { tree: {}, problems: parsed.problems };
}

function validate(
  file: RawTree,
  overrides: Overrides,
  { problems: ofFile, reading }: { readonly problems: readonly string[]; readonly reading: ReadingFiles },
): Settings {
  const merged = overlay(file, overrides.tree);
  const given = isTree(merged) ? merged : {};
  const parsed = settingsSchema.safeParse(overlay(defaultsFor(given), given), { reportInput: true });
  const settings = parsed.success ? withFiles(parsed.data, !hasPolicies(given), reading) : undefined;
  const issues = parsed.success ? [] : describeIssues(parsed.error.issues, (path) => overrides.origins.get(path));
  const problems = [
    ...overrides.problems,
    ...ofFile,
    ...reading.problems,
    ...issues,
    ...(settings ? contradictions(settings) : []),
  ];
  if (problems.length > 0 || settings === undefined) throw new ConfigurationError(problems);
  return freeze(settings);
}

function withFiles(configured: ConfiguredSettings, policiesAreDefault: boolean, reading: ReadingFiles): Settings {
  const { policyFiles, azure, apis, policies, ...same } = configured;
  return {
    ...same,
    policies: withPolicyFiles(policies, policyFiles, reading),
    policiesAreDefault,
    azure: azure && withDocuments(azure, reading),
    apis: withOperations(apis, reading),
  };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(Object.freeze(value)).forEach(freeze);
  }
  return value;
}
