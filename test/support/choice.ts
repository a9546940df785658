import type { Choice, RequestFields } from '../../tools/sample-upstream/formats/answer';

const TEXT = 'The answer of the scripted upstream, in a few words.';

interface Tool {
  readonly name: string;
  readonly schema: Schema;
}

type Schema = Readonly<Record<string, any>>;

/**
 * What a model would do with a request: call the tools that it must call, or that the last message names; fill the schema that
 * it is given; else answer with a text. It thinks first when told to.
 */
export function choiceFor(request: RequestFields): Choice {
  const thinks = ['enabled', 'adaptive'].includes(request['thinking']?.type) || Boolean(request['reasoning']);
  const reasoning = thinks ? { reasoning: 'The question is easy, so the answer is short.' } : {};
  const tools = toolsAskedFor(request).map(({ name, schema }) => ({ name, arguments: exampleText(schema) }));
  if (tools.length > 0) return { ...reasoning, tools, finish: 'tool_calls' };
  const schema = schemaOf(request);
  return { ...reasoning, text: schema === undefined ? TEXT : exampleText(schema), finish: 'stop' };
}

function toolsAskedFor(request: RequestFields): Tool[] {
  const tools = toolsOf(request);
  const choice = request['tool_choice'];
  const named: unknown = choice?.function?.name ?? choice?.name;
  if (named !== undefined) return tools.filter(({ name }) => name === named);
  if (choice === 'required' || choice?.type === 'any') return tools.slice(0, 1);
  if (choice === 'none' || choice?.type === 'none') return [];
  const question = lastQuestion(request);
  return tools.filter(({ name }) => question.includes(name));
}

/** Chat Completions has a tool's fields one level deeper than Responses and Messages. */
function toolsOf({ tools = [] }: RequestFields): Tool[] {
  return (tools as RequestFields[]).map((tool) => {
    const { name, parameters, input_schema: schema } = tool['function'] ?? tool;
    return { name, schema: parameters ?? schema ?? {} };
  });
}

function lastQuestion({ messages, input }: RequestFields): string {
  const last: unknown = Array.isArray(messages ?? input) ? (messages ?? input).at(-1) : input;
  return JSON.stringify(last ?? '');
}

function schemaOf(request: RequestFields): Schema | undefined {
  const { response_format: chat, text, output_config: config, output_format: earlier } = request;
  const format = chat ?? text?.format ?? config?.format ?? earlier;
  if (format === undefined || format.type === 'text') return undefined;
  return format.json_schema?.schema ?? format.schema ?? {};
}

/** JSON that fits the schema, with spaces as models write them. */
function exampleText(schema: Schema): string {
  return JSON.stringify(exampleOf(schema), undefined, 1).replace(/\n\s*/g, ' ');
}

function exampleOf({ type, enum: values, properties = {}, items = {} }: Schema): unknown {
  if (Array.isArray(values)) return values[0];
  switch (type) {
    case 'string':
      return 'Oslo';
    case 'number':
    case 'integer':
      return 7;
    case 'boolean':
      return true;
    case 'array':
      return [exampleOf(items)];
    default:
      return Object.fromEntries(
        Object.entries(properties as Record<string, Schema>).map(([name, schema]) => [name, exampleOf(schema)]),
      );
  }
}
