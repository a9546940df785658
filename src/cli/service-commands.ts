import { calibrate } from './calibrate';
import { checkConfig } from './check-config';
import type { Command } from './command';
import { completion } from './completion';
import { doctor } from './doctor';
import { exportEntries, importEntries, purge } from './entry-commands';
import { evaluate } from './evaluate';
import { explain } from './explain';
import { policyCheck, policyConvert } from './policy';
import { replay } from './replay';
import { serve } from './serve';
import { sweep } from './sweep';
import { top } from './top';

/** Commands that load parts of the service, which takes a while, and memory. */
export const serviceCommands: Readonly<Record<string, Command>> = {
  serve,
  'check-config': checkConfig,
  'policy check': policyCheck,
  'policy convert': policyConvert,
  sweep,
  purge,
  export: exportEntries,
  import: importEntries,
  evaluate,
  calibrate,
  replay,
  explain,
  top,
  doctor,
  completion,
};
