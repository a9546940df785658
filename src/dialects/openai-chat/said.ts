import type { Said } from '../../core/dialect';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { callOf, objectsOf, saidOf, textOf } from '../shared/said';

/** Of each choice's message: content, refusal and calls. */
export function said({ choices }: JsonObject): Said {
  const messages = objectsOf(choices)
    .map(({ message }) => message)
    .filter(isJsonObject);
  return saidOf(messages.flatMap(textsOf), messages.flatMap(callsOf));
}

/** Some providers answer in content parts. */
function textsOf({ content, refusal }: JsonObject): readonly string[] {
  const parts = objectsOf(content).map((part) => textOf(part['text'] ?? part['refusal']));
  return [textOf(content), ...parts, textOf(refusal)];
}

function callsOf({ tool_calls: calls, function_call: call }: JsonObject): readonly JsonValue[] {
  const functions = [...objectsOf(calls).map((each) => each['function'] ?? each['custom']), call];
  return functions.filter(isJsonObject).map((each) => callOf(each['name'], each['arguments'] ?? each['input']));
}
