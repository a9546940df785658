import { join } from 'node:path';
import { stringify } from 'yaml';
import { printed } from '../../tools/harness/command';
import { helm } from '../../tools/harness/kubernetes/helm';
import { parseManifests, type Manifest } from '../../tools/harness/kubernetes/manifest';

/** Path of our chart. */
export const CHART = join(process.cwd(), 'helm', 'llm-semantic-cache');

/** The release of tests, unless they name another. */
export const RELEASE = 'llm-cache';

/** What the objects of that release are called, or begin with. */
export const NAME = `${RELEASE}-llm-semantic-cache`;

/** Values of the chart, as users write them in a values file. */
export type Values = Readonly<Record<string, unknown>>;

export interface RenderOptions {
  /** Default: RELEASE. */
  readonly release?: string;
  /** Default: llm. */
  readonly namespace?: string;
  /** The cluster's version that Helm pretends, such as 1.30.0; default: that of Helm's own client library. */
  readonly kubeVersion?: string;
  /** API versions that Helm pretends the cluster has besides Kubernetes' own, such as monitoring.coreos.com/v1. */
  readonly apiVersions?: readonly string[];
  /** Only what these templates make, such as templates/gateway/deployment.yaml. */
  readonly only?: readonly string[];
  /** Also what is in crds/. */
  readonly crds?: boolean;
}

/** What `helm template` makes of our chart with these values, as objects. @throws Error with Helm's message. */
export async function renderChart(values: Values, options: RenderOptions = {}): Promise<readonly Manifest[]> {
  const { release = RELEASE, namespace = 'llm', kubeVersion, apiVersions = [], only = [], crds } = options;
  const output = await helm(
    [
      ...['template', release, CHART, '--namespace', namespace, '--values', '-'],
      ...(kubeVersion === undefined ? [] : ['--kube-version', kubeVersion]),
      ...apiVersions.flatMap((version) => ['--api-versions', version]),
      ...only.flatMap((template) => ['--show-only', template]),
      ...(crds === true ? ['--include-crds'] : []),
    ],
    stringify(values),
  );
  return parseManifests(printed(output));
}

/** The only object of that kind, and of that name if given. @throws Error when there is none or more than one. */
export function theOnly(objects: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = objects.filter(
    (object) => object.kind === kind && (name ?? object.metadata.name) === object.metadata.name,
  );
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const all = objects.map((object) => `${object.kind}/${object.metadata.name}`).join(', ');
  throw new Error(`${found.length} objects ${kind}${name === undefined ? '' : `/${name}`} among ${all}`);
}
