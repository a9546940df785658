import { join } from 'node:path';
import { progress } from './attempts';
import { fetchFolder } from './folder';
import { copyOfModule, goInstall } from './go';

/** The tested version. */
const VERSION = '1.9.1';
const MODULE = 'github.com/envoyproxy/gateway';

export interface EnvoyGatewayFiles {
  readonly envoyGateway: string;
  readonly egctl: string;
  /** Envoy Gateway's Helm charts: gateway-crds-helm (with those of the Gateway API), gateway-helm, … */
  readonly charts: string;
}

/**
 * Envoy Gateway, its command line tool and its charts: ENVOY_GATEWAY_DIR, the cache, built by Go.
 * @throws Error that says what was tried and what to do.
 */
export async function fetchEnvoyGateway(): Promise<EnvoyGatewayFiles> {
  const dir = await fetchFolder({
    name: `Envoy Gateway ${VERSION}`,
    variable: 'ENVOY_GATEWAY_DIR',
    cachedAs: `envoy-gateway/${VERSION}-1`,
    files: ['envoy-gateway', 'egctl', 'charts'],
    build,
  });
  return { envoyGateway: join(dir, 'envoy-gateway'), egctl: join(dir, 'egctl'), charts: join(dir, 'charts') };
}

async function build(dir: string): Promise<void> {
  progress(`building Envoy Gateway ${VERSION} (4 minutes on two cores, once) …`);
  await goInstall(dir, `v${VERSION}`, [`${MODULE}/cmd/envoy-gateway`, `${MODULE}/cmd/egctl`]);
  await copyOfModule(`${MODULE}@v${VERSION}`, 'charts', join(dir, 'charts'));
}
