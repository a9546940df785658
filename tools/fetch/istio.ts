import { join } from 'node:path';
import { progress } from './attempts';
import { fetchFolder } from './folder';
import { copyOfModule, goInstall } from './go';

/** The tested Istio: of the branch of 1.31, for Istio's module has no tags of releases. */
const ISTIO = { line: '1.31', version: 'v0.0.0-20260827124520-eed52ebb66ad' };

export interface IstioFiles {
  readonly pilotDiscovery: string;
  readonly istioctl: string;
  /** Istio's Helm charts: base (with files/crd-all.gen.yaml), istio-control/istio-discovery, gateway, … */
  readonly charts: string;
}

/**
 * istiod (the command is named pilot-discovery), istioctl and Istio's charts: ISTIO_DIR, the cache, built by Go.
 * @throws Error that says what was tried and what to do.
 */
export async function fetchIstio(): Promise<IstioFiles> {
  const dir = await fetchFolder({
    name: `Istio ${ISTIO.line}`,
    variable: 'ISTIO_DIR',
    cachedAs: `istio/${ISTIO.line}-${ISTIO.version.slice(-12)}-1`,
    files: ['pilot-discovery', 'istioctl', 'charts'],
    build,
  });
  return {
    pilotDiscovery: join(dir, 'pilot-discovery'),
    istioctl: join(dir, 'istioctl'),
    charts: join(dir, 'charts'),
  };
}

async function build(dir: string): Promise<void> {
  progress(`building istiod and istioctl ${ISTIO.line} (5 minutes on two cores, once) …`);
  const commands = ['pilot/cmd/pilot-discovery', 'istioctl/cmd/istioctl'];
  await goInstall(
    dir,
    ISTIO.version,
    commands.map((command) => `istio.io/istio/${command}`),
  );
  await copyOfModule(`istio.io/istio@${ISTIO.version}`, join('manifests', 'charts'), join(dir, 'charts'));
}
