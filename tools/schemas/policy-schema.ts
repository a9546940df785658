import { customResource, nativePolicy, policyList } from '../../src/config/schema/policies';
import { changed, schemaNode, type SchemaNode } from './schema-node';

/** The JSON Schema (draft 2020-12) of one document of a policy file, from which editors complete and check. */
export function policySchema(): SchemaNode {
  const policy = onePolicySchema();
  const list = changed(schemaNode(policyList), ['policies'], (node) => ({ ...node, items: policy }));
  const resource = changed(schemaNode(customResource), ['spec'], completed);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Policy of llm-semantic-cache',
    description: 'A policy, a list under "policies", or a SemanticCachePolicy resource. See docs/policies.md.',
    type: 'object',
    // Not anyOf: an editor is to say what is wrong with the one form that is meant.
    if: { anyOf: [{ required: ['apiVersion'] }, { required: ['kind'] }] },
    then: resource,
    else: { if: { required: ['policies'] }, then: list, else: policy },
  };
}

/** The same of one policy in the native form; it is a schema of draft 7, too. */
export function onePolicySchema(): SchemaNode {
  return completed(schemaNode(nativePolicy));
}

/** With what zod's own export leaves out. */
function completed(policy: SchemaNode): SchemaNode {
  const withDirectives = changed(policy, ['clientDirectives'], ({ description, default: byDefault, ...mapping }) => ({
    description,
    default: byDefault,
    anyOf: [{ type: 'boolean' }, mapping],
  }));
  return changed(withDirectives, ['lookup'], (lookup) => ({
    ...lookup,
    anyOf: [
      { required: ['similarity'] },
      { required: ['scoreThreshold'] },
      { required: ['semantic'], properties: { semantic: { const: false } } },
    ],
    not: { required: ['similarity', 'scoreThreshold'] },
  }));
}
