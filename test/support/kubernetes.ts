import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { printed } from '../../tools/harness/command';
import { startApiServer, type ApiServer } from '../../tools/harness/kubernetes/api-server';
import type { Manifest } from '../../tools/harness/kubernetes/manifest';

/** For hooks that start Kubernetes components on a busy machine; obtaining them is the global setup's. */
export const CLUSTER_MS = 180_000;

/**
 * An API server for the tests of the surrounding `describe`, each time an empty cluster; `prepare` fills it. To be called in
 * the body of a `describe` or of a file; the result is there once its hooks run.
 */
export function withApiServer(prepare: (api: ApiServer) => Promise<void> = async () => undefined): () => ApiServer {
  let dir: string;
  let api: ApiServer | undefined;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-kubernetes-'));
    api = await startApiServer({ dir });
    await prepare(api);
  }, CLUSTER_MS);
  afterAll(async () => {
    await api?.stop();
    await rm(dir, { recursive: true, force: true });
  }, CLUSTER_MS);
  return () => {
    if (!api) throw new Error('the API server is started by beforeAll: ask for it in a hook or a test');
    return api;
  };
}

/** Makes a namespace whose pods must fulfil Pod Security's strictest level; workloads whose pods would not are warned of. */
export async function restrictedNamespace({ kubectl }: ApiServer, name: string): Promise<void> {
  const labels = ['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
  printed(await kubectl(['create', 'namespace', name]));
  printed(await kubectl(['label', 'namespace', name, ...labels]));
}

/** Objects as one file of YAML documents. */
export function toYaml(objects: readonly object[]): string {
  return objects.map((object) => stringify(object)).join('---\n');
}

/**
 * What the API server says to objects that are not kept: `problems` is '' when it takes them without a warning.
 * @param namespace of those that name none
 */
export async function judge(
  { kubectl }: ApiServer,
  objects: readonly object[],
  namespace: string,
): Promise<{ readonly problems: string }> {
  // By the server's own apply, as Helm does it: that also refuses lists with the same key twice.
  const flags = ['--server-side', '--dry-run=server'];
  const placed = (objects as Manifest[]).map(({ metadata, ...rest }) => ({
    ...rest,
    metadata: { namespace, ...metadata },
  }));
  const { code, stderr } = await kubectl(['apply', ...flags, '--filename', '-'], toYaml(placed));
  return { problems: code === 0 ? stderr : `refused: ${stderr}` };
}

/** The pods that workloads among the objects would make, for Pod Security refuses only pods. */
export function podsOf(objects: readonly Manifest[]): readonly object[] {
  return objects.flatMap(({ metadata, spec }) => {
    const template = spec?.jobTemplate?.spec.template ?? spec?.template;
    if (template?.spec?.containers === undefined) return [];
    const { labels, annotations } = template.metadata;
    const pod = { name: `${metadata.name}-pod`, labels, annotations };
    // What a StatefulSet adds to its pods.
    const claims = ((spec?.volumeClaimTemplates ?? []) as Manifest[]).map(({ metadata: { name } }) => ({
      name,
      persistentVolumeClaim: { claimName: name },
    }));
    const volumes = [...(template.spec.volumes ?? []), ...claims];
    return [{ apiVersion: 'v1', kind: 'Pod', metadata: pod, spec: { ...template.spec, volumes } }];
  });
}
