import { randomUUID } from 'node:crypto';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { Cache } from '../cache/cache';
import type { CacheSession } from '../cache/session';
import type { StreamEnd, StreamObserver } from '../core/decision';
import type { StoreRefusal } from '../core/reason';
import { disclosureHeaders, type HeaderLines } from './disclosure';
import { DuplexRequest, isDuplex } from './duplex';
import type {
  HttpBody,
  HttpHeaders,
  ProcessingRequest,
  ProcessingResponse,
} from './generated/envoy/service/ext_proc/v3/external_processor';
import { headerMap, requestHead, responseHead } from './headers';
import { continueResponse, continueResponseBody, continueTrailers } from './messages';
import { bufferedRequest, type RequestHalf, type SeenBody } from './request-half';
import { surroundingsOf } from './surroundings';
import { traceOf } from './trace';

export type ProcessCall = ServerDuplexStream<ProcessingRequest, ProcessingResponse>;

export interface StreamOptions {
  /** Whether responses carry Cache-Status, Age and the rest. */
  readonly discloses: () => boolean;
  readonly failed: (where: string, error: unknown) => void;
  readonly streams: StreamObserver;
  /** Request bodies above this many bytes are nothing for the cache. */
  readonly maxRequestBytes: number;
}

/** A stream that is open: what drain has to wait for. */
export interface OpenStream {
  /** Ends the call with OK as soon as Envoy can finish the exchange without us. */
  leave(): void;
}

/**
 * One Process call: one HTTP exchange. Receives, dispatches on the arm, maps an error once, sends. The call always ends with
 * OK, which tells Envoy to go on without us, and not before Envoy can; it never ends in an error for a reason of ours.
 */
export function handleStream(call: ProcessCall, cache: Cache, options: StreamOptions, closed: () => void): OpenStream {
  let open = true;
  let session: CacheSession | undefined;
  let request: RequestHalf | undefined;
  /** How the call ends, as soon as it may; set when the session has seen all that it will. */
  let leaving: StreamEnd | undefined;

  const send = (response: ProcessingResponse): void => {
    if (!open || call.write(response) || call.isPaused()) return;
    // A request that is sent back piece by piece must not pile up here.
    call.pause();
    call.once('drain', () => call.resume());
  };
  /** Nothing that comes now is for the session. */
  const finish = (how: StreamEnd): void => {
    if (leaving !== undefined) return;
    leaving = how;
    // When what was just written is on its way: the record of a decision costs more than the decision.
    setImmediate(() => {
      endSession(how === 'drained' ? 'draining' : 'aborted');
    });
  };
  const close = (how: StreamEnd): boolean => {
    if (!open) return false;
    open = false;
    request?.stop();
    options.streams.streamEnded(how);
    closed();
    finish(how);
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
    finish(how);
    if (request?.pending !== true && close(leaving ?? how)) call.end();
  };
  const goOnWithoutUs = (how: StreamEnd): void => {
    request?.wrapUp();
    leave(how);
  };
  const giveUp = (error: unknown): void => {
    options.failed('extproc', error);
    session?.fail();
    goOnWithoutUs('failed');
  };
  const isOver = (): boolean => leaving !== undefined;
  const settled = (): void => {
    if (isOver()) leave();
  };
  const lines = (): HeaderLines => {
    const disclosure = options.discloses() ? session?.disclosure() : undefined;
    return disclosure === undefined ? [] : disclosureHeaders(disclosure);
  };

  const onRequestHeaders = (message: HttpHeaders, from: ProcessingRequest): void => {
    const hasBody = !message.endOfStream;
    request =
      hasBody && isDuplex(from)
        ? new DuplexRequest({ send, settled, maxBytes: options.maxRequestBytes })
        : bufferedRequest(send);
    const headers = headerMap(message);
    const head = requestHead(headers, surroundingsOf(from, headers));
    const { metadata } = call;
    session = cache.open(headers.get('x-request-id') ?? randomUUID(), () => traceOf(metadata, headers));
    switch (session.onRequestHead(head, hasBody)) {
      case 'ignore':
        request.pass('nothing');
        leave();
        return;
      case 'announce':
        request.pass('response-headers');
        return;
      case 'need-body':
        request.ask();
        return;
    }
  };

  const decide = async (seen: SeenBody | undefined): Promise<void> => {
    if (seen === undefined || request === undefined || session === undefined || isOver()) return;
    const half = request;
    const decision = await session.onRequestBody(seen.body, seen.complete, (ms) => {
      half.moreTime(ms);
    });
    if (isOver()) {
      // The client has left while the decision was made, or the server is about to stop: nobody waits for it.
      endSession('aborted');
      return;
    }
    switch (decision.kind) {
      case 'continue':
        half.goOn();
        return;
      case 'replay': {
        const hit = { status: 200, ...decision.answer, lines: lines(), details: 'llm_semantic_cache_hit' };
        half.answer(hit, decision.paceMs);
        leave();
        return;
      }
      case 'gateway-timeout':
        half.answer({ ...ONLY_IF_CACHED, lines: lines() }, 0);
        leave();
        return;
    }
  };

  const onResponseHeaders = (message: HttpHeaders, attributes: ProcessingRequest['attributes']): void => {
    if (session === undefined || isOver()) {
      send(continueResponse([], false));
      return;
    }
    const wanted = session.onResponseHead(responseHead(headerMap(message), attributes), !message.endOfStream);
    send(continueResponse(lines(), wanted && request?.overridesModes === true));
    if (!wanted) leave();
  };

  const onResponseBody = (message: HttpBody): void => {
    // First the answer: until it is given, the chunk does not reach the client.
    send(continueResponseBody());
    if (session === undefined || isOver()) return;
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
        return decide(request?.onBody(message.request.value));
      case 'requestTrailers':
        return decide(request?.onTrailers());
      case 'responseHeaders':
        onResponseHeaders(message.request.value, message.attributes);
        return;
      case 'responseBody':
        onResponseBody(message.request.value);
        return;
      case 'responseTrailers':
        send(continueTrailers(message.request.$case));
        return;
      case undefined:
        // An arm that this build does not know.
        goOnWithoutUs('finished');
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
    if (close('finished')) call.end();
  });
  call.on('cancelled', () => close('reset'));
  call.on('error', () => close('reset'));
  options.streams.streamOpened();
  return {
    leave: () => {
      goOnWithoutUs('drained');
    },
  };
}

const ONLY_IF_CACHED = {
  status: 504,
  details: 'llm_semantic_cache_only_if_cached',
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
