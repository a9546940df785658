import { loadSettings, type LoadedSettings } from '../../src/config/load';
import type { SettingsSource } from '../../src/config/overrides';

/** Settings of a configuration file with this text; `undefined`: without a file. */
export function settingsOf(text: string | undefined, source: Partial<SettingsSource> = {}): LoadedSettings {
  const { argv = [], env = {} } = source;
  const file = text === undefined ? [] : ['--config', 'c.yaml'];
  return loadSettings(
    { argv: [...file, ...argv], env },
    { read: () => ({ text: text ?? '' }), changed: () => false, paths: () => [] },
  );
}
