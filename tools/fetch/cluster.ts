import { dirname } from 'node:path';
import { fetchEnvoy } from './envoy';
import { fetchEnvoyGateway } from './envoy-gateway';
import { fetchHelm, fetchKubectl } from './helm';
import { fetchIstio } from './istio';
import { fetchKubernetes } from './kubernetes';
import { fetchModel } from './model';
import { fetchPrometheusOperator } from './prometheus-operator';

/**
 * Obtains all that the Kubernetes tests run, one after the other: small ones first, so that what is missing shows early.
 * Resolves with the folder of each.
 * @throws Error of the first that cannot be had.
 */
export async function fetchCluster(): Promise<readonly string[]> {
  const folders = [await fetchModel()];
  for (const fetch of [fetchEnvoy, fetchHelm, fetchKubectl]) folders.push(dirname(await fetch()));
  folders.push(...new Set((await fetchPrometheusOperator()).map((file) => dirname(file))));
  folders.push(dirname((await fetchKubernetes()).apiServer));
  folders.push(dirname((await fetchEnvoyGateway()).envoyGateway));
  folders.push(dirname((await fetchIstio()).pilotDiscovery));
  return folders;
}
