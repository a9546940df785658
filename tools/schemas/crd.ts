import { API_VERSION, customResource, KIND } from '../../src/config/schema/policies';
import { changed, schemaNode, type SchemaNode } from './schema-node';

const PLURAL = 'semanticcachepolicies';
const [GROUP = '', VERSION = ''] = API_VERSION.split('/');

export const CRD_NAME = `${PLURAL}.${GROUP}`;

/** The CustomResourceDefinition, for `kubectl apply`, `kubectl explain` and editors. */
export function crd(): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: CRD_NAME },
    spec: {
      group: GROUP,
      names: { kind: KIND, listKind: `${KIND}List`, plural: PLURAL, singular: KIND.toLowerCase(), shortNames: ['scp'] },
      scope: 'Namespaced',
      versions: [version()],
    },
  };
}

function version(): object {
  return {
    name: VERSION,
    served: true,
    storage: true,
    additionalPrinterColumns: [
      { name: 'Similarity', type: 'number', jsonPath: '.spec.lookup.similarity' },
      { name: 'TTL', type: 'string', jsonPath: '.spec.store.ttl' },
      { name: 'Share', type: 'string', jsonPath: '.spec.share' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ],
    schema: { openAPIV3Schema: resource() },
  };
}

function resource(): object {
  const spec = schemaNode(customResource).properties?.['spec'] ?? {};
  const ruled = changed({ ...structural(spec), 'x-kubernetes-validations': SHARE_RULES }, ['lookup'], (lookup) => ({
    ...lookup,
    'x-kubernetes-validations': THRESHOLD_RULES,
  }));
  return {
    type: 'object',
    description: 'Which calls the semantic cache answers, from whose entries, and what it keeps for how long.',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: ruled,
    },
  };
}

/** Kubernetes' rules for a schema: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ */
function structural(node: SchemaNode, name = ''): SchemaNode {
  const { description, properties, items, type, const: only } = node;
  const described = description === undefined ? {} : { description };
  // A switch or a mapping: no structural schema can say that.
  if (name === 'clientDirectives') return { ...described, 'x-kubernetes-preserve-unknown-fields': true };
  if (Array.isArray(type)) return { ...described, 'x-kubernetes-int-or-string': true };
  return {
    ...Object.fromEntries(KEPT.flatMap((keyword) => (keyword in node ? [[keyword, node[keyword]]] : []))),
    ...(only === undefined ? {} : { enum: [only] }),
    ...(items === undefined ? {} : { items: structural(items) }),
    ...(properties === undefined ? {} : { properties: mapped(properties) }),
  };
}

function mapped(properties: Readonly<Record<string, SchemaNode>>): Record<string, SchemaNode> {
  return Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, structural(child, name)]));
}

/** Without defaults, which Kubernetes would write into objects. */
const KEPT = ['type', 'description', 'required', 'enum', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength'];

const THRESHOLD_RULES = [
  {
    rule: 'has(self.similarity) != has(self.scoreThreshold) || (!has(self.similarity) && has(self.semantic) && !self.semantic)',
    message: 'needs exactly one of similarity and scoreThreshold',
  },
];

const SHARE_RULES = [
  {
    rule: "!has(self.share) || self.share != 'varyBy' || (has(self.lookup) && has(self.lookup.varyBy) && size(self.lookup.varyBy) > 0)",
    message: 'share: varyBy needs at least one source in lookup.varyBy',
  },
  {
    rule: "!has(self.share) || self.share != 'everyone' || !has(self.lookup) || !has(self.lookup.varyBy) || size(self.lookup.varyBy) == 0",
    message: 'share: everyone must not have lookup.varyBy',
  },
];
