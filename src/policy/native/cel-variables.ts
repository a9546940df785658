import type { CelInput } from '@bufbuild/cel';
import type { HeaderMap } from '../../core/exchange';
import type { PolicyCall } from '../call';
import { bearerToken, unverifiedClaims } from '../caller/token';
import { hostOf } from '../match';
import { bodyInput, jsonInput } from './cel-json';
import { timestampInput } from './cel-library';

/** What a condition may read of a call. What a call has not is an empty text (or map), so that conditions need no checks. */
export interface CelVariable {
  /** The CEL type; "dyn" where that depends on the call. */
  readonly type: string;
  readonly body?: 'request' | 'response';
  /** @throws PolicyFault */
  readonly of: (call: PolicyCall) => CelInput;
}

function text(of: (call: PolicyCall) => string | undefined): CelVariable {
  return { type: 'string', of: (call) => of(call) ?? '' };
}

function map(of: (call: PolicyCall) => CelInput): CelVariable {
  return { type: 'map', of };
}

type Fields = ReadonlyMap<string, CelVariable>;

const REQUEST: Fields = new Map([
  ['method', text(({ head }) => head.method)],
  ['scheme', text(({ head }) => head.surroundings?.scheme)],
  ['host', text(({ head }) => hostOf(head.authority))],
  ['path', text(({ head }) => head.path)],
  ['query', text(({ head }) => head.query)],
  ['headers', map(({ head }) => headersInput(head.headers))],
  ['ip', text(({ head }) => head.surroundings?.clientAddress)],
  ['id', text(({ head }) => head.headers.get('x-request-id'))],
  ['body', { type: 'dyn', body: 'request', of: ({ requestBody }) => bodyInput(requestBody) }],
]);

const RESPONSE: Fields = new Map([
  ['status', { type: 'int', of: ({ response }) => BigInt(response?.status ?? 0) }],
  ['headers', map(({ response }) => headersInput(response?.headers ?? new Map()))],
  ['body', { type: 'dyn', body: 'response', of: ({ response }) => bodyInput(response?.body) }],
]);

/** Variables that are only there for their fields. */
export const CEL_STRUCTS: ReadonlyMap<string, Fields> = new Map([
  ['request', REQUEST],
  ['response', RESPONSE],
  [
    'subscription',
    new Map([
      ['id', text(({ caller }) => caller.subscription?.id)],
      ['name', text(({ caller }) => caller.subscription?.name)],
    ]),
  ],
  [
    'product',
    new Map([
      ['id', text(({ caller }) => caller.product?.id)],
      ['name', text(({ caller }) => caller.product?.name)],
    ]),
  ],
  [
    'user',
    new Map<string, CelVariable>([
      ['id', text(({ caller }) => caller.user?.id)],
      ['email', text(({ caller }) => caller.user?.email)],
      ['groups', { type: 'list', of: ({ caller }) => [...(caller.user?.groups ?? [])] }],
    ]),
  ],
  [
    'api',
    new Map([
      ['id', text(({ caller }) => caller.api?.id)],
      ['name', text(({ caller }) => caller.api?.name)],
      ['path', text(({ caller }) => caller.api?.path)],
      ['version', text(({ caller }) => caller.api?.version)],
    ]),
  ],
  [
    'operation',
    new Map([
      ['id', text(({ caller }) => caller.operation?.id)],
      ['name', text(({ caller }) => caller.operation?.name)],
      ['method', text(({ caller }) => caller.operation?.method)],
      ['urlTemplate', text(({ caller }) => caller.operation?.urlTemplate)],
    ]),
  ],
]);

/** Variables that are values themselves. */
export const CEL_VALUES: Fields = new Map([
  // The signature is not verified: whoever may write the token may claim anything.
  ['jwt', map(({ head }) => jsonInput(unverifiedClaims(bearerToken(head) ?? '') ?? {}))],
  ['parameters', map(({ caller }) => new Map(caller.matchedParameters))],
  ['metadata', map(({ head }) => jsonInput(head.surroundings?.metadata ?? {}))],
  ['now', { type: 'google.protobuf.Timestamp', of: ({ receivedAt }) => timestampInput(receivedAt) }],
]);

function headersInput(headers: HeaderMap): CelInput {
  return headers instanceof Map ? (headers as Map<string, string>) : new Map(headers);
}
