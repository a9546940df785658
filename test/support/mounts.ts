import { spawnSync } from 'node:child_process';

/** Whether this machine lets us mount something in a namespace of our own (many containers do not). */
const canMount = spawnSync('unshare', ['-Urm', 'sh', '-c', 'mount -t tmpfs none /tmp']).status === 0;

/** A command prefix that runs a command with a small file system of its own at `path`. */
export function onTinyDisk(path: string, options: string): readonly string[] {
  const script = 'mkdir -p "$1" && mount -t tmpfs -o "$2" none "$1" && shift 2 && exec "$@"';
  return ['unshare', '-Urm', 'sh', '-c', script, 'sh', path, options];
}

/** Skips where mounting is not possible, and says so; in CI nothing may be left out, so there the test runs and fails. */
export const itNeedsMounts = canMount || process.env['CI'] ? it : it.skip;
