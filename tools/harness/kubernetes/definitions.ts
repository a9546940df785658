import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchEnvoyGateway } from '../../fetch/envoy-gateway';
import { fetchIstio } from '../../fetch/istio';
import { fetchPrometheusOperator } from '../../fetch/prometheus-operator';
import { printed } from '../command';
import { applyDefinitions, type ApiServer } from './api-server';
import { helm } from './helm';

/** Istio's resource definitions, as YAML. */
async function istioDefinitions(): Promise<string> {
  return readFile(join((await fetchIstio()).charts, 'base', 'files', 'crd-all.gen.yaml'), 'utf8');
}

/** The resource definitions of the Gateway API and of Envoy Gateway, as YAML. */
async function gatewayDefinitions(): Promise<string> {
  const chart = join((await fetchEnvoyGateway()).charts, 'gateway-crds-helm');
  const both = ['--set', 'crds.gatewayAPI.enabled=true', '--set', 'crds.envoyGateway.enabled=true'];
  return printed(await helm(['template', 'definitions', chart, ...both]));
}

/** The resource definitions of Prometheus Operator that we make objects of, as YAML. */
async function monitorDefinitions(): Promise<string> {
  const files = await fetchPrometheusOperator();
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('---\n');
}

/** Makes an API server serve all resources that the chart makes objects of. @throws Error with kubectl's words. */
export async function installDefinitions(api: ApiServer): Promise<void> {
  for (const definitions of [gatewayDefinitions, istioDefinitions, monitorDefinitions])
    await applyDefinitions(api, await definitions());
}
