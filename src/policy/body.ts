import { PolicyFault } from '../core/errors';
import type { JsonValue } from '../core/json';
import type { PolicyBody } from './call';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** A body that is decoded when it is first asked for, once. */
export function jsonBody(bytes: Uint8Array, encoding: string | undefined): PolicyBody {
  let text: string | undefined;
  let json: { readonly value: JsonValue } | undefined;
  const readText = (): string => {
    if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
      throw new PolicyFault('the body has a content-encoding, and policies read plain ones only');
    }
    return (text ??= decoded(() => UTF8.decode(bytes), 'the body is not UTF-8'));
  };
  return {
    text: readText,
    json: () => (json ??= { value: decoded(() => JSON.parse(readText()) as JsonValue, 'the body is not JSON') }).value,
  };
}

/** The parser's own message would quote the body. */
function decoded<T>(read: () => T, problem: string): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof PolicyFault ? error : new PolicyFault(problem);
  }
}
