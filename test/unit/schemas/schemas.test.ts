import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { crd, CRD_NAME } from '../../../tools/schemas/crd';
import { onePolicySchema, policySchema } from '../../../tools/schemas/policy-schema';
import type { SchemaNode } from '../../../tools/schemas/schema-node';

function file(path: string): string {
  return readFileSync(join(process.cwd(), path), 'utf8');
}

/** Every node of a schema with its path. */
function nodes(node: SchemaNode, path = ''): readonly (readonly [string, SchemaNode])[] {
  const children = [
    ...Object.entries(node.properties ?? {}),
    ...(node.items === undefined ? [] : [['[]', node.items] as const]),
  ];
  return [[path, node], ...children.flatMap(([key, child]) => nodes(child, `${path}.${key}`))];
}

const MADE = 'made anew by: node dist/tools/schemas/main.js';

describe(`what the schema of policies gives (${MADE})`, () => {
  it('is in deploy/schema', () => {
    expect(JSON.parse(file('deploy/schema/policy.schema.json'))).toEqual(JSON.parse(JSON.stringify(policySchema())));
  });

  it.each(['deploy/crd', 'helm/llm-semantic-cache/crds'])('is in %s', (folder) => {
    expect(parse(file(`${folder}/${CRD_NAME}.yaml`))).toEqual(JSON.parse(JSON.stringify(crd())));
  });

  it("is in the schema of the chart's values", () => {
    const { definitions } = JSON.parse(file('helm/llm-semantic-cache/values.schema.json')) as { definitions: unknown };
    expect(definitions).toEqual(JSON.parse(JSON.stringify({ policy: onePolicySchema() })));
  });
});

describe('the CustomResourceDefinition', () => {
  const { versions } = (crd() as { spec: { versions: { schema: { openAPIV3Schema: SchemaNode } }[] } }).spec;
  const all = nodes(versions[0]!.schema.openAPIV3Schema);

  it('has a structural schema: each node one type, and no keyword that Kubernetes refuses', () => {
    const allowed =
      /^(type|description|properties|items|required|enum|pattern|minimum|maximum|minLength|maxLength|x-kubernetes-(int-or-string|preserve-unknown-fields|validations))$/;
    const untyped = all.filter(([, node]) => {
      const free = node['x-kubernetes-int-or-string'] ?? node['x-kubernetes-preserve-unknown-fields'] ?? false;
      return (typeof node.type === 'string') === free;
    });
    expect(untyped).toEqual([]);
    expect(all.flatMap(([, node]) => Object.keys(node)).filter((keyword) => !allowed.test(keyword))).toEqual([]);
  });

  it('has patterns that RE2 reads', () => {
    const patterns = all.flatMap(([, { pattern }]) => (typeof pattern === 'string' ? [pattern] : []));
    expect(patterns.length).toBeGreaterThan(3);
    expect(patterns.filter((pattern) => /\(\?[^:]|\\[1-9]/.test(pattern))).toEqual([]);
  });

  it('describes each key of the spec', () => {
    const bare = all.filter(([path, { description }]) => /^\.spec\..*\w$/.test(path) && description === undefined);
    expect(bare.map(([path]) => path)).toEqual([]);
  });
});

describe('the JSON Schema', () => {
  it('describes each key, and knows clientDirectives as a switch and as a mapping', () => {
    const {
      then,
      else: { else: policy },
    } = policySchema() as unknown as { then: SchemaNode; else: { else: SchemaNode } };
    const bare = nodes(policy).filter(([path, { description }]) => /\w$/.test(path) && description === undefined);
    expect(bare.map(([path]) => path)).toEqual([]);
    expect(policy.properties?.['clientDirectives']?.['anyOf']).toMatchObject([{ type: 'boolean' }, { type: 'object' }]);
    const inResource = Object.keys(then.properties?.['spec']?.properties ?? {});
    expect(['name', ...inResource]).toEqual(Object.keys(policy.properties ?? {}));
  });
});
