import { describeSettings } from '../config/describe';
import { loadSettings } from '../config/load';
import { EXIT } from './exit-status';
import { readFlags } from './flags';
import type { Process } from './process';
import { checkConfigSpec } from './specs/check-config';

/** Reads the configuration as `serve` does and prints what it means. @throws ConfigurationError when it is wrong */
export function checkConfig(args: readonly string[], host: Process): number {
  const { values, configuration } = readFlags(args, checkConfigSpec);
  const loaded = loadSettings({ argv: configuration, env: host.env });
  const lines = describeSettings(loaded).split('\n');
  if (values['json'] === true) {
    const { file = null, policies, warnings } = loaded;
    host.print(JSON.stringify({ file, lines, policies: policies.meanings, warnings }));
    return EXIT.well;
  }
  for (const line of lines) host.print(line);
  for (const warning of loaded.warnings) host.print(`warning: ${warning}`);
  return EXIT.well;
}
