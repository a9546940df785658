import { DEFAULT_ENVOY, fetchEnvoy } from './envoy';
import { fetchModel } from './model';

const USAGE = `usage: fetch envoy [version, default ${DEFAULT_ENVOY}] | fetch model
Prints the path of the component on stdout.`;

async function main([what, version]: readonly string[]): Promise<string> {
  if (what === 'envoy') return fetchEnvoy(version);
  if (what === 'model') return fetchModel();
  throw new Error(USAGE);
}

main(process.argv.slice(2)).then(
  (path) => {
    process.stdout.write(`${path}\n`);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
