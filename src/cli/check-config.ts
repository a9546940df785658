import { describeSettings } from '../config/describe';
import { loadSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import type { Process } from './process';

/** Reads the configuration as `serve` does and prints what it means. Exit status 0 when it is valid. */
export function checkConfig(source: SettingsSource, host: Process): number {
  const loaded = loadSettings(source);
  host.print(describeSettings(loaded));
  for (const warning of loaded.warnings) host.print(`warning: ${warning}`);
  return 0;
}
