import { fetchHelm } from '../../fetch/helm';
import { runCommand, type Output } from '../command';

let path: Promise<string> | undefined;

/**
 * Runs the real Helm, which is obtained at the first call, to its end, however that is; `printed` makes an error of a failure.
 * Without a cluster: an API server has a `helm` of its own.
 * @param input stdin, for `--values -`
 */
export async function helm(args: readonly string[], input = ''): Promise<Output> {
  return runCommand(await (path ??= fetchHelm()), args, { input });
}
