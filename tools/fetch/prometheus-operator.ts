import { join } from 'node:path';
import { fetchFolder } from './folder';
import { copyOfModule } from './go';

/** The tested version. */
const VERSION = '0.85.0';
const KINDS = ['servicemonitors', 'podmonitors', 'prometheusrules'];

/**
 * Files with the resource definitions of Prometheus Operator that we make objects of: in the folder PROMETHEUS_OPERATOR_DIR,
 * the cache, or obtained by Go.
 * @throws Error that says what was tried and what to do.
 */
export async function fetchPrometheusOperator(): Promise<readonly string[]> {
  const files = KINDS.map((kind) => `monitoring.coreos.com_${kind}.yaml`);
  const dir = await fetchFolder({
    name: `Prometheus Operator ${VERSION}`,
    variable: 'PROMETHEUS_OPERATOR_DIR',
    cachedAs: `prometheus-operator/${VERSION}-1`,
    files,
    build: (into) =>
      copyOfModule(
        `github.com/prometheus-operator/prometheus-operator@v${VERSION}`,
        join('example', 'prometheus-operator-crd'),
        into,
      ),
  });
  return files.map((file) => join(dir, file));
}
