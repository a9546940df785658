import { join } from 'node:path';
import { projectRoot } from '../harness/project-root';
import { progress } from './attempts';
import { goBuild } from './go';
import { fetchFolder } from './folder';

/** The tested version of Kubernetes' API server; go.mod beside this file pins it, and etcd's that goes with it. */
const VERSION = '1.37.2';

/** An API server and the store that it needs. */
export interface KubernetesFiles {
  readonly apiServer: string;
  readonly etcd: string;
}

/**
 * kube-apiserver and etcd: KUBE_APISERVER_DIR, the cache, built by Go.
 * @throws Error that says what was tried and what to do.
 */
export async function fetchKubernetes(): Promise<KubernetesFiles> {
  const dir = await fetchFolder({
    name: `kube-apiserver ${VERSION} with etcd`,
    variable: 'KUBE_APISERVER_DIR',
    cachedAs: `kubernetes/${VERSION}-1`,
    files: ['kube-apiserver', 'etcd'],
    build,
  });
  return { apiServer: join(dir, 'kube-apiserver'), etcd: join(dir, 'etcd') };
}

async function build(dir: string): Promise<void> {
  progress(`building kube-apiserver ${VERSION} and etcd (5 minutes on two cores, once) …`);
  const module = join(projectRoot(), 'tools', 'fetch', 'kubernetes');
  const [major = '', minor = ''] = VERSION.split('.');
  await goBuild({ module, command: 'go.etcd.io/etcd/server/v3', output: join(dir, 'etcd') });
  await goBuild({
    module,
    command: 'k8s.io/kubernetes/cmd/kube-apiserver',
    output: join(dir, 'kube-apiserver'),
    // Without them it calls itself v0.0.0-master+$Format, which kubectl and Helm cannot read.
    variables: {
      'k8s.io/component-base/version.gitVersion': `v${VERSION}`,
      'k8s.io/component-base/version.gitMajor': major,
      'k8s.io/component-base/version.gitMinor': minor,
    },
  });
}
