import { randomUUID } from 'node:crypto';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Cache } from '../cache/cache';
import type { CacheSession } from '../cache/session';
import type { StreamEnd, StreamObserver } from '../core/decision';
import type { StoreRefusal } from '../core/reason';
import { disclosureHeaders, type HeaderLines } from './disclosure';
import type {
  HttpBody,
  HttpHeaders,
  ProcessingRequest,
  ProcessingResponse,
} from './generated/envoy/service/ext_proc/v3/external_processor';
import { headerMap, requestHead, responseHead } from './headers';
import {
  announceOnly,
  askForRequestBody,
  continueRequestBody,
  continueResponse,
  continueResponseBody,
  continueTrailers,
  ignoreExchange,
  needMoreTime,
  reply,
} from './messages';
import { surroundingsOf } from './surroundings';

export type ProcessCall = ServerDuplexStream<ProcessingRequest, ProcessingResponse>;

export interface StreamOptions {
  /** Whether responses carry Cache-Status, Age and the rest. */
  readonly discloses: () => boolean;
  readonly failed: (where: string, error: unknown) => void;
  readonly streams: StreamObserver;
}

/** A stream that is open: what drain has to wait for. */
export interface OpenStream {
  /** Ends the call with OK: Envoy finishes the exchange without us. */
  leave(): void;
}

/**
 * One Process call: one HTTP exchange. Receives, dispatches on the arm, maps an error once, sends. The call always ends with
 * OK, which tells Envoy to go on without us; it never ends in an error for a reason of ours.
 */
export function handleStream(call: ProcessCall, cache: Cache, options: StreamOptions, closed: () => void): OpenStream {
  let open = true;
  let session: CacheSession | undefined;

  const send = (response: ProcessingResponse): void => {
    if (open) call.write(response);
  };
  const close = (how: StreamEnd): boolean => {
    if (!open) return false;
    open = false;
    options.streams.streamEnded(how);
    closed();
    // When what was just written is on its way: the record of a decision costs more than the decision.
    setImmediate(() => {
      endSession(how === 'drained' ? 'draining' : 'aborted');
    });
    return true;
  };
  const endSession = (why: StoreRefusal): void => {
    try {
      session?.end(why);
    } catch (error) {
      options.failed('extproc', error);
    }
  };
  const leave = (how: StreamEnd = 'finished'): void => {
    if (close(how)) call.end();
  };
  const giveUp = (error: unknown): void => {
    options.failed('extproc', error);
    session?.fail();
    leave('failed');
  };
  const lines = (): HeaderLines => {
    const disclosure = options.discloses() ? session?.disclosure() : undefined;
    return disclosure === undefined ? [] : disclosureHeaders(disclosure);
  };

  const onRequestHeaders = (message: HttpHeaders, from: ProcessingRequest): void => {
    const headers = headerMap(message);
    const head = requestHead(headers, surroundingsOf(from, headers));
    session = cache.open(headers.get('x-request-id') ?? randomUUID());
    switch (session.onRequestHead(head, !message.endOfStream)) {
      case 'ignore':
        send(ignoreExchange());
        leave();
        return;
      case 'announce':
        send(announceOnly());
        return;
      case 'need-body':
        send(askForRequestBody());
        return;
    }
  };

  const onRequestBody = async (message: HttpBody): Promise<void> => {
    if (session === undefined) return;
    const moreTime = (ms: number): void => {
      send(needMoreTime(ms));
    };
    const decision = await session.onRequestBody(message.body, message.endOfStream, moreTime);
    // The client may have left while the decision was made: nothing more will come then.
    const left = !open;
    switch (decision.kind) {
      case 'continue':
        send(continueRequestBody());
        break;
      case 'replay':
        send(reply({ status: 200, ...decision.answer, lines: lines(), details: 'llm_semantic_cache_hit' }));
        leave();
        break;
      case 'gateway-timeout':
        send(reply({ status: 504, ...ONLY_IF_CACHED, lines: lines(), details: 'llm_semantic_cache_only_if_cached' }));
        leave();
        break;
    }
    if (left) endSession('aborted');
  };

  const onResponseHeaders = (message: HttpHeaders, attributes: ProcessingRequest['attributes']): void => {
    if (session === undefined) return;
    const wanted = session.onResponseHead(responseHead(headerMap(message), attributes), !message.endOfStream);
    send(continueResponse(lines(), wanted));
    if (!wanted) leave();
  };

  const onResponseBody = (message: HttpBody): void => {
    // First the answer: until it is given, the chunk does not reach the client.
    send(continueResponseBody());
    if (session === undefined) return;
    const more = session.onResponseChunk(message.body);
    if (message.endOfStream) session.onResponseEnd();
    if (message.endOfStream || !more) leave();
  };

  const dispatch = (message: ProcessingRequest): void | Promise<void> => {
    switch (message.request?.$case) {
      case 'requestHeaders':
        onRequestHeaders(message.request.value, message);
        return;
      case 'requestBody':
        return onRequestBody(message.request.value);
      case 'responseHeaders':
        onResponseHeaders(message.request.value, message.attributes);
        return;
      case 'responseBody':
        onResponseBody(message.request.value);
        return;
      case 'requestTrailers':
      case 'responseTrailers':
        send(continueTrailers(message.request.$case));
        return;
      case undefined:
        // An arm that this build does not know: Envoy goes on without us.
        leave();
    }
  };

  call.on('data', (message: ProcessingRequest) => {
    if (!open) return;
    try {
      dispatch(message)?.catch(giveUp);
    } catch (error) {
      giveUp(error);
    }
  });
  // Envoy ends a stream by half-close or by reset, as its version and configuration have it; both are the normal end.
  call.on('end', () => {
    leave();
  });
  call.on('cancelled', () => close('reset'));
  call.on('error', () => close('reset'));
  options.streams.streamOpened();
  return {
    leave: () => {
      leave('drained');
    },
  };
}

const ONLY_IF_CACHED = {
  contentType: 'application/json',
  body: Buffer.from(
    JSON.stringify({
      error: {
        message:
          'No stored answer is close enough, and the request asked for a stored answer or none (only-if-cached).',
        type: 'cache_error',
        param: null,
        code: 'only_if_cached',
      },
    }),
  ),
};
