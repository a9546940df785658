import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { printed } from '../../tools/harness/command';
import { helm } from '../../tools/harness/kubernetes/helm';
import { renderChart, type Values } from '../support/chart';

function page(path: string): string {
  return readFileSync(join(process.cwd(), 'docs', path), 'utf8');
}

const kubernetes = page('kubernetes.md');

/** Code blocks of a language. */
function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block);
}

/** What comes after `helm install` in shell blocks, as arguments. */
const INSTALLATIONS = [kubernetes, page('how-to/istio.md'), page('how-to/envoy-gateway.md')].flatMap((text) =>
  blocks(text, 'sh')
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith('helm install '))
    .map((line) => line.replace(/ #.*/, '').replace('--create-namespace', '').replaceAll("'", '').trim().split(/ +/)),
);

const VALUES_FILES = blocks(kubernetes, 'yaml').filter((block) => block.startsWith('# values.yaml'));

describe('what the documentation installs', () => {
  it('is a gateway, a mesh and Envoy Gateway', () => {
    expect(INSTALLATIONS).toHaveLength(3);
    expect(VALUES_FILES).toHaveLength(2);
  });

  it.each(INSTALLATIONS.map((args) => [args.join(' '), args] as const))('renders: %s', async (_, [, , ...args]) => {
    expect(printed(await helm(['template', ...args]))).toMatch(/^kind: /m);
  });

  it.each(VALUES_FILES)('renders with the values\n%s', async (text) => {
    expect(await renderChart(parse(text) as Values)).not.toEqual([]);
  });

  it('is watched by metrics that there are', () => {
    const known = new Set(page('metrics.md').match(/llm_semantic_cache_\w+/g));
    const used = kubernetes.match(/llm_semantic_cache_\w+/g) ?? [];
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });
});
