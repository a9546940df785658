import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs apt-get; once more with new lists of packages when it fails: they may be missing, or from before the mirror's last change. */
export async function aptGet(args: readonly string[], { cwd }: { readonly cwd?: string } = {}): Promise<void> {
  const options = { cwd, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await run('apt-get', [...args], options).catch(async () => {
    await run('apt-get', ['update'], options);
    await run('apt-get', [...args], options);
  });
}
