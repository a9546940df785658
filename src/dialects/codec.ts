import type { Codec, Completion, DialectByHead, ResponseForm } from '../core/dialect';
import { UnreadableRequestError, UnreadableResponseError } from '../core/errors';
import type { RequestHead } from '../core/exchange';
import type { BypassReason, StoreRefusal } from '../core/reason';
import { createCodecThread } from './codec-thread';
import { decodeBody, decodesEncoding, type Decoded } from './content-encoding';
import { OPERATIONS } from './operations';
import { dialectByHead, parameterHeadersOf } from './registry';
import { isShownAsKept } from './shared/define';

export interface CodecOptions {
  /** Larger bodies (streams: half as large ones) are worked on in a thread of their own; bytes after decoding. */
  readonly offloadBytes: number;
  /** No body may be larger, bytes after decoding. */
  readonly maxDecodedBytes: number;
}

type DecodingFault = Exclude<Decoded['kind'], 'decoded'>;

const REQUEST_FAULTS: Readonly<Record<DecodingFault, BypassReason>> = {
  'unknown-encoding': 'body-encoding',
  'too-large': 'body-too-large',
  malformed: 'body-malformed',
};
const RESPONSE_FAULTS: Readonly<Record<DecodingFault, StoreRefusal>> = {
  'unknown-encoding': 'response-encoding',
  'too-large': 'response-too-large',
  malformed: 'response-malformed',
};

/**
 * The dialects behind their port. When too many large bodies wait for the thread already, a request is refused as
 * `internal-error`, a response as `queue-full`, and a completion is not renderable. `close` ends the thread.
 */
export function createCodec({ offloadBytes, maxDecodedBytes }: CodecOptions): Codec & { close(): Promise<void> } {
  const thread = createCodecThread();
  return {
    dialectOf: dialectByHead,

    parseRequest: async (dialect, body, head) => {
      const decoded = await decodeBody(body, head.headers.get('content-encoding') ?? '', maxDecodedBytes);
      if (decoded.kind !== 'decoded') throw requestError(REQUEST_FAULTS[decoded.kind], decoded.kind);
      if (decoded.body.byteLength <= offloadBytes) return OPERATIONS.parseRequest(dialect, decoded.body, head);
      if (thread.full()) throw requestError('internal-error', 'too many large bodies wait');
      return thread.run('parseRequest', [dialect, ownBytes(decoded.body), plainHead(head, dialect)]);
    },

    parseResponse: async (dialect, body, { form, encoding }) => {
      const decoded = await decodeBody(body, encoding, maxDecodedBytes);
      if (decoded.kind !== 'decoded') throw responseError(RESPONSE_FAULTS[decoded.kind], decoded.kind);
      if (decoded.body.byteLength <= mostOnLoop(form, offloadBytes)) {
        return OPERATIONS.parseResponse(dialect, decoded.body, form);
      }
      if (thread.full()) throw responseError('queue-full', 'too many large bodies wait');
      return thread.run('parseResponse', [dialect, ownBytes(decoded.body), form]);
    },

    render: async (dialect, completion, as) => {
      const small = isShownAsKept(completion, as) || completion.body.byteLength <= offloadBytes;
      if (small) return OPERATIONS.render(dialect, completion, as);
      return thread.full() ? undefined : thread.run('render', [dialect, plainCompletion(completion), as]);
    },

    said: async (dialect, completion) => {
      const form = completion.form === 'events' ? 'sse' : 'json';
      if (completion.body.byteLength <= mostOnLoop(form, offloadBytes)) return OPERATIONS.said(dialect, completion);
      if (thread.full()) throw responseError('queue-full', 'too many large bodies wait');
      return thread.run('said', [dialect, plainCompletion(completion)]);
    },

    decodes: decodesEncoding,
    close: () => thread.close(),
  };
}

/** Bytes of an answer that may be read on the event loop: events cost several times what a document of their size does. */
export function mostOnLoop(form: ResponseForm, offloadBytes: number): number {
  return form === 'sse' ? offloadBytes / 2 : offloadBytes;
}

/** The bytes alone: cloning a view into another thread copies the whole buffer under it. */
function ownBytes(body: Uint8Array): Uint8Array {
  return body.byteLength === body.buffer.byteLength ? body : new Uint8Array(body);
}

function plainCompletion(completion: Completion): Completion {
  return { ...completion, body: ownBytes(completion.body) };
}

/** What the dialect looks at, in a map that can be cloned; credentials stay in this thread. */
function plainHead(head: RequestHead, dialect: DialectByHead): RequestHead {
  const looked = parameterHeadersOf(dialect);
  const headers = new Map([...head.headers].filter(([name]) => looked.includes(name)));
  return { ...head, headers };
}

function requestError(reason: BypassReason, fault: string): UnreadableRequestError {
  return new UnreadableRequestError(reason, `request body: ${fault}`);
}

function responseError(reason: StoreRefusal, fault: string): UnreadableResponseError {
  return new UnreadableResponseError(reason, `response body: ${fault}`);
}
