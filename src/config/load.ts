import { ConfigurationError } from '../core/errors';
import { defaultsFor, isTree, overlay, type RawTree } from './defaults';
import { parseYaml, readText } from './file';
import { readOverrides, type Overrides, type SettingsSource } from './overrides';
import { describeIssues } from './problems';
import { contradictions, warnings } from './rules';
import { settingsSchema } from './schema/sections';
import type { Settings } from './settings';

export interface LoadedSettings {
  readonly settings: Settings;
  /** What is allowed and probably not meant; one line each. */
  readonly warnings: readonly string[];
  /** The configuration file, when there is one. */
  readonly file?: string;
}

/**
 * Defaults < file < environment < flags, validated and frozen.
 *
 * @throws ConfigurationError with every problem that was found
 */
export function loadSettings(source: SettingsSource): LoadedSettings {
  const { file } = readOverrides(source);
  if (file === undefined) return settingsFrom(source, undefined);
  const read = readText(file);
  if ('problems' in read) throw new ConfigurationError(read.problems);
  return settingsFrom(source, read.text);
}

/**
 * The same for a file that is read already; `undefined`: there is none.
 *
 * @throws ConfigurationError
 */
export function settingsFrom(source: SettingsSource, text: string | undefined): LoadedSettings {
  const overrides = readOverrides(source);
  const { tree, problems } = fileTree(overrides.file, text);
  const settings = validate(tree, overrides, problems);
  return {
    settings,
    warnings: warnings(settings),
    ...(overrides.file === undefined ? {} : { file: overrides.file }),
  };
}

function fileTree(file: string | undefined, text: string | undefined): { tree: RawTree; problems: readonly string[] } {
  if (file === undefined || text === undefined) return { tree: {}, problems: [] };
  const parsed = parseYaml(file, text);
  return parsed.kind === 'tree' ? { tree: parsed.tree, problems: [] } : { tree: {}, problems: parsed.problems };
}

function validate(file: RawTree, overrides: Overrides, fileProblems: readonly string[]): Settings {
  const given = overlay(file, overrides.tree);
  const merged = overlay(defaultsFor(isTree(given) ? given : {}), given);
  const parsed = settingsSchema.safeParse(merged, { reportInput: true });
  const issues = parsed.success
    ? contradictions(parsed.data)
    : describeIssues(parsed.error.issues, (path) => overrides.origins.get(path));
  const problems = [...overrides.problems, ...fileProblems, ...issues];
  if (problems.length > 0 || !parsed.success) throw new ConfigurationError(problems);
  return freeze(parsed.data);
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(Object.freeze(value)).forEach(freeze);
  }
  return value;
}
