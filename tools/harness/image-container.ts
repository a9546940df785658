import { saysReady } from './server';
import type { Output } from './command';
import type { ImageStore } from './image-store';
import { until } from './waiting';

export interface ContainerSpec {
  readonly store: ImageStore;
  readonly image: string;
  readonly name: string;
  /** UID:GID; the image's own if not given. */
  readonly user?: string;
  /** Folders of the machine, or names of volumes, and where they go. */
  readonly mounts: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

export interface Container {
  /** Milliseconds from the start until the program said that it is ready. */
  readonly readyAfter: number;
  /** Id of the program's process, as this machine sees it. */
  readonly pid: number;
  /** Runs a command inside. */
  exec(...command: string[]): Promise<Output>;
  /** Asks it to stop and waits, for the grace period at most; then it is killed. What the program ended with. */
  stop(graceSeconds: number): Promise<number>;
  /** All that it has printed. */
  logs(): Promise<string>;
}

/** What a cluster's `restricted` policy asks for, and nothing writable but what is mounted. */
const RESTRICTED = [
  ...['--read-only', '--read-only-tmpfs=false', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  // The tests stand on this machine.
  ...['--network', 'host'],
];

/** Starts the image as a container under `restricted` conditions; resolves when the program serves. */
export async function startContainer(spec: ContainerSpec): Promise<Container> {
  const { store, name } = spec;
  const logs = async (): Promise<string> => {
    const { stdout, stderr } = await store.attempt('podman', 'logs', name);
    return stdout + stderr;
  };
  const inspect = async (field: string): Promise<string> =>
    (await store.run('podman', 'inspect', '--format', `{{${field}}}`, name)).trim();
  const started = performance.now();
  await store.run('podman', 'run', '--detach', '--name', name, ...RESTRICTED, ...flagsOf(spec), spec.image);
  await until('the container ready', async () => ((await logs()).split('\n').some(saysReady) ? true : undefined)).catch(
    async (error: unknown) => {
      throw new Error(`${String(error)}. It said:\n${await logs()}`);
    },
  );
  const readyAfter = performance.now() - started;
  return {
    readyAfter,
    pid: Number(await inspect('.State.Pid')),
    logs,
    exec: (...command) => store.attempt('podman', 'exec', name, ...command),
    stop: async (graceSeconds) => {
      await store.run('podman', 'stop', '--time', String(graceSeconds), name);
      return Number(await inspect('.State.ExitCode'));
    },
  };
}

function flagsOf({ user, mounts, env }: ContainerSpec): string[] {
  return [
    ...(user === undefined ? [] : ['--user', user]),
    ...Object.entries(mounts).flatMap(([from, to]) => ['--volume', `${from}:${to}`]),
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
}
