import { calibrate } from './calibrate';
import { checkConfig } from './check-config';
import type { Command } from './command';
import { exportEntries, importEntries, purge } from './entry-commands';
import { evaluate } from './evaluate';
import { explain } from './explain';
import { policy } from './policy';
import { serve } from './serve';
import { sweep } from './sweep';

/** Commands that load parts of the service, which takes a while, and memory. */
export const serviceCommands: Readonly<Record<string, Command>> = {
  serve: (flags, host) => serve({ argv: flags, env: host.env }, host),
  'check-config': (flags, host) => checkConfig({ argv: flags, env: host.env }, host),
  policy,
  sweep,
  purge,
  export: exportEntries,
  import: importEntries,
  evaluate,
  calibrate,
  explain,
};
