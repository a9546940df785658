import { cp, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { withScratch } from '../fetch/cache';
import { formatted } from '../generated-file';
import { printed } from '../harness/command';
import { helm } from '../harness/kubernetes/helm';
import { parseManifests } from '../harness/kubernetes/manifest';
import { projectRoot } from '../harness/project-root';

const RELEASE = 'llm-semantic-cache';
/** Where Istio takes objects for the whole mesh from; the other modes have a namespace of their own. */
const MESH_NAMESPACE = 'istio-system';

const CHART = join(projectRoot(), 'helm', 'llm-semantic-cache');
const SOURCES = join(projectRoot(), 'tools', 'manifests');

export const MANIFESTS_FOLDER = 'deploy/kubernetes';
export const ENVOY_FOLDER = 'deploy/envoy';
/** What the chart brings along. */
export const CHART_FILES = 'helm/llm-semantic-cache/files';

/** The files that are made from the chart: texts by path from the checkout's root. @throws Error with Helm's message */
export async function generatedManifests(): Promise<ReadonlyMap<string, string>> {
  const values = (await readdir(join(SOURCES, 'values'))).map((file) => basename(file, '.yaml'));
  const files = [await chartFiles(), await envoyFiles(), ...(await Promise.all(values.map(manifestsOf)))].flat();
  return new Map(await Promise.all(files.map(async ([path, text]) => [path, await formatted(path, text)] as const)));
}

type File = readonly [path: string, text: string];

/** A chart can only hold what is in its own folder: the rules are those of deploy/prometheus. */
async function chartFiles(): Promise<readonly File[]> {
  const rules = await readFile(join(projectRoot(), 'deploy', 'prometheus', 'rules.yaml'), 'utf8');
  return [[`${CHART_FILES}/rules.yaml`, rules]];
}

/** deploy/envoy: what tools/manifests/envoy.tpl makes as one more template of the chart. */
async function envoyFiles(): Promise<readonly File[]> {
  const [made] = await withScratch(async (dir) => {
    const chart = join(dir, 'llm-semantic-cache');
    await cp(CHART, chart, { recursive: true });
    await cp(join(SOURCES, 'envoy.tpl'), join(chart, 'templates', 'deploy-envoy.yaml'));
    return parseManifests(await template(chart, ['--show-only', 'templates/deploy-envoy.yaml']));
  });
  return Object.entries(made?.['data'] as Record<string, string>).map(([name, text]) => [
    `${ENVOY_FOLDER}/${name}`,
    text,
  ]);
}

/** deploy/kubernetes/NAME: what the chart makes of values/NAME.yaml, a file for each of its templates. */
async function manifestsOf(name: string): Promise<readonly File[]> {
  const values = join(SOURCES, 'values', `${name}.yaml`);
  const namespace = name === 'istio' ? MESH_NAMESPACE : RELEASE;
  const text = await template(CHART, ['--namespace', namespace, '--values', values, '--no-hooks']);
  const about = /^(# .*\n)+/.exec(await readFile(values, 'utf8'))?.[0] ?? '';
  const files = byTemplate(text);
  const kustomization = stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace,
    resources: [...files.keys()].sort(),
    images: [{ name: RELEASE, newName: RELEASE, newTag: await appVersion() }],
  });
  const folder = `${MANIFESTS_FOLDER}/${name}`;
  return [
    [`${folder}/kustomization.yaml`, `${about}${MADE}${kustomization}`],
    ...[...files].map(([file, objects]) => [`${folder}/${file}`, `${MADE}${objects}`] as const),
  ];
}

const MADE = `# Made by tools/manifests from the chart in helm/: npm run manifests.\n`;
/** Labels that tell what Helm has made. */
const HELMS_OWN = /^ +(?:helm\.sh\/chart|app\.kubernetes\.io\/managed-by): .*\n/gm;
const SOURCE = /^# Source: [^/]+\/templates\/(.+)\n/;

/** Helm's output by the template that each object is of. */
function byTemplate(rendered: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const object of rendered.split(/^---\n/m).filter((part) => part.trim() !== '')) {
    const template = SOURCE.exec(object)?.[1];
    if (template === undefined) throw new Error(`Helm does not say which template this is of:\n${object}`);
    const file = template.replaceAll('/', '-');
    const text = object.replace(SOURCE, '').replaceAll(HELMS_OWN, '');
    files.set(file, `${files.has(file) ? `${files.get(file) ?? ''}---\n` : ''}${text}`);
  }
  return files;
}

async function appVersion(): Promise<string> {
  return (parse(await readFile(join(CHART, 'Chart.yaml'), 'utf8')) as { appVersion: string }).appVersion;
}

async function template(chart: string, args: readonly string[]): Promise<string> {
  return printed(await helm(['template', RELEASE, chart, ...args]));
}
