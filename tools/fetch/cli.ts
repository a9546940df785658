import { fetchCluster } from './cluster';
import { ELASTICSEARCH, fetchElasticsearch, newestMajor, type ElasticsearchVersion } from './elasticsearch';
import { DEFAULT_ENVOY, fetchEnvoy } from './envoy';
import { fetchModel } from './model';

const USAGE = `usage: fetch envoy [version, default ${DEFAULT_ENVOY}] | fetch model | fetch elasticsearch [8|9] | fetch cluster
Prints the path of the component on stdout; for cluster (the Kubernetes tests), the folder of each component.`;

async function main([what, version]: readonly string[]): Promise<string> {
  if (what === 'envoy') return fetchEnvoy(version);
  if (what === 'model') return fetchModel();
  if (what === 'elasticsearch') return (await fetchElasticsearch(elasticsearchVersion(version))).home;
  if (what === 'cluster') return (await fetchCluster()).join('\n');
  throw new Error(USAGE);
}

function elasticsearchVersion(major: string | undefined): ElasticsearchVersion {
  if (major === undefined) return ELASTICSEARCH[newestMajor()];
  if (major === '8' || major === '9') return ELASTICSEARCH[major];
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
