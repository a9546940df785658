import type { Command } from './command';
import { drainEnvoy } from './drain-envoy';
import { health } from './health';

/** Commands that load nothing of the service: they run again and again beside it. */
export const lightCommands: Readonly<Record<string, Command>> = { health, 'drain-envoy': drainEnvoy };
