import type { CommandSpec } from './command-spec';
import { calibrateSpec } from './specs/calibrate';
import { checkConfigSpec } from './specs/check-config';
import { completionSpec } from './specs/completion';
import { doctorSpec } from './specs/doctor';
import { drainEnvoySpec } from './specs/drain-envoy';
import { evaluateSpec } from './specs/evaluate';
import { explainSpec } from './specs/explain';
import { exportSpec } from './specs/export';
import { healthSpec } from './specs/health';
import { importSpec } from './specs/import';
import { policyCheckSpec, policyConvertSpec } from './specs/policy';
import { purgeSpec } from './specs/purge';
import { replaySpec } from './specs/replay';
import { serveSpec } from './specs/serve';
import { sweepSpec } from './specs/sweep';
import { topSpec } from './specs/top';

/**
 * Every command, in the order in which help shows them. A new one: its file in specs/, a line here, and what runs it in service-commands.ts
 * (or light-commands.ts, if it needs nothing of the service); then `npm run schemas` for docs/cli.md. Tests tell what is forgotten.
 */
export const COMMANDS: readonly CommandSpec[] = [
  serveSpec,
  healthSpec,
  doctorSpec,
  topSpec,
  explainSpec,
  exportSpec,
  purgeSpec,
  importSpec,
  sweepSpec,
  drainEnvoySpec,
  checkConfigSpec,
  policyCheckSpec,
  policyConvertSpec,
  evaluateSpec,
  calibrateSpec,
  replaySpec,
  completionSpec,
];
