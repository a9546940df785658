import { decisionLine } from '../../src/observability/decision-line';
import { schemaNode, type SchemaNode } from './schema-node';

/** The JSON Schema (draft 2020-12) of a decision in the log, one line of JSON. */
export function decisionSchema(): SchemaNode {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A decision in the log of llm-semantic-cache',
    description: 'A line of the log whose event is "decision". See docs/logs.md.',
    type: 'object',
    ...schemaNode(decisionLine),
  };
}
