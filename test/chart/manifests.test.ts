import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchKubectl } from '../../tools/fetch/helm';
import { runCommand, succeed } from '../../tools/harness/command';
import { parseManifests, type Manifest } from '../../tools/harness/kubernetes/manifest';

/** Of the same build as this file. */
const TOOL = join(__dirname, '..', '..', 'tools', 'manifests', 'main.js');
const FOLDER = join(process.cwd(), 'deploy', 'kubernetes');
const VARIANTS = ['envoy-gateway', 'gateway', 'gateway-elasticsearch', 'istio'];

describe('what is made from the chart (anew by: npm run manifests)', () => {
  it('is in deploy/ as it is made now, and nothing else is', async () => {
    expect(await runCommand(process.execPath, [TOOL, '--check'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('says nothing of Helm', async () => {
    const files = await readdir(FOLDER, { recursive: true });
    const manifests = files.filter((file) => file.endsWith('.yaml'));
    expect(manifests.length).toBeGreaterThan(10);
    for (const file of manifests) {
      expect(await readFile(join(FOLDER, file), 'utf8')).not.toMatch(/managed-by|helm\.sh|# Source/);
    }
  });

  it('has a folder for each way to deploy', async () => {
    expect((await readdir(FOLDER)).sort()).toEqual(VARIANTS);
  });

  it.each(VARIANTS)('is taken by kubectl kustomize, in one namespace: %s', async (variant) => {
    const objects = await kustomized(variant);
    expect(objects.length).toBeGreaterThan(3);
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(
      new Set([variant === 'istio' ? 'istio-system' : 'llm-semantic-cache']),
    );
  });
});

async function kustomized(variant: string): Promise<readonly Manifest[]> {
  return parseManifests(await succeed(await fetchKubectl(), ['kustomize', join(FOLDER, variant)]));
}
