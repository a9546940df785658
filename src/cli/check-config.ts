import { describeSettings } from '../config/describe';
import { loadSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import type { Process } from './process';

/** Reads the configuration as `serve` does and prints what it means. Exit status 0 when it is valid. */
export function checkConfig(source: SettingsSource, host: Process): number {
  const { settings, warnings } = loadSettings(source);
  host.print(describeSettings(settings));
  for (const warning of warnings) host.print(`warning: ${warning}`);
  return 0;
}
