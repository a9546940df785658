import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ANNOTATION_NAMES } from '../../../../src/config/annotations/keys';
import { readPodPolicy, type PodPolicy } from '../../../../src/config/annotations/pod-policy';
import { downwardApiFile } from '../../../support/downward-api';

const DOCUMENT = readFileSync(join(process.cwd(), 'docs/annotations.md'), 'utf8');

/** Names and defaults in the table of keys. */
function rows(): readonly (readonly [name: string, byDefault: string])[] {
  const table = /\n## The keys\n([\s\S]*?)\n## /.exec(DOCUMENT)?.[1] ?? '';
  return [...table.matchAll(/^\| `([a-z-]+)` \|[^|]*\|([^|]*)\|/gm)].map(
    ([, name = '', byDefault = '']) => [name, byDefault.trim()] as const,
  );
}

interface Example {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

/** The annotations of the page's YAML examples. */
function examples(): readonly Readonly<Record<string, string>>[] {
  const blocks = [...DOCUMENT.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => parse(text) as Example);
  return blocks.map(({ metadata }) => metadata?.annotations).filter((annotations) => annotations !== undefined);
}

function podOf(annotations: Readonly<Record<string, string>>): PodPolicy | readonly string[] {
  const read = readPodPolicy(downwardApiFile(annotations));
  return 'pod' in read ? read.pod : read.problems;
}

describe('docs/annotations.md', () => {
  it('has one row for each key and for nothing else', () => {
    expect(rows().map(([name]) => name)).toEqual(ANNOTATION_NAMES);
  });

  const defaults = rows().filter(([, byDefault]) => byDefault.startsWith('`'));
  it.each(defaults)('gives the default of %s', (name, byDefault) => {
    const said = podOf({ [`llm-semantic-cache.io/${name}`]: byDefault.replaceAll('`', '') });
    expect(said).toEqual(podOf({ 'llm-semantic-cache.io/enabled': 'true' }));
  });

  it('shows a custom resource and an Azure document that are valid', () => {
    expect(examples().map(podOf)).toMatchObject([
      { kind: 'native', policy: { name: 'support-chat', share: 'varyBy', store: { ttl: 1800 } } },
      { kind: 'azure' },
    ]);
  });

  it.each([[{ similarity: '1.5' }], [{ simlarity: '1' }], [{ duration: '1', policy: 'x' }]])(
    'shows the message that %j gives',
    (given) => {
      const named = Object.entries(given).map(([name, value]) => [`llm-semantic-cache.io/${name}`, value] as const);
      const [problem] = podOf(Object.fromEntries(named)) as readonly string[];
      expect(DOCUMENT.split('\n')).toContain(problem);
    },
  );
});
