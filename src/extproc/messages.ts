import {
  BodySendMode,
  CommonResponse_ResponseStatus,
  HeaderSendMode,
  HeaderValueOption_Action,
  type CommonResponse,
  type HeaderMutation,
  type HeaderValue,
  type HeaderValueOption,
  type ProcessingMode,
  type ProcessingResponse,
  type StreamedBodyResponse,
  type StreamedImmediateResponse,
} from './generated/envoy/service/ext_proc/v3/external_processor';
import type { HeaderLines } from './disclosure';

/**
 * The answers that this server gives. Shapes are those of envoy.service.ext_proc.v3; an answer must be of the arm of the
 * message that it answers, or an immediate response.
 */
type Arm = NonNullable<ProcessingResponse['response']>;

/** Goes on, and asks to see no more of this exchange. */
export function ignoreExchange(): ProcessingResponse {
  const nothing = mode({
    request: BodySendMode.NONE,
    response: BodySendMode.NONE,
    responseHeaders: HeaderSendMode.SKIP,
  });
  return answer({ $case: 'requestHeaders', value: { response: common() } }, nothing);
}

/** Goes on without the bodies; the response headers are still wanted. */
export function announceOnly(): ProcessingResponse {
  const headers = mode({
    request: BodySendMode.NONE,
    response: BodySendMode.NONE,
    responseHeaders: HeaderSendMode.SEND,
  });
  return answer({ $case: 'requestHeaders', value: { response: common() } }, headers);
}

/**
 * Asks for the request body up to Envoy's buffer limit, headers held back meanwhile. BUFFERED_PARTIAL and never BUFFERED: an
 * override into BUFFERED hangs above the limit. The answer is stored decoded, so the upstream is asked not to compress.
 */
export function askForRequestBody(): ProcessingResponse {
  const removed: HeaderMutation = { setHeaders: [], removeHeaders: ['accept-encoding'] };
  const body = mode({
    request: BodySendMode.BUFFERED_PARTIAL,
    response: BodySendMode.NONE,
    responseHeaders: HeaderSendMode.SEND,
  });
  return answer({ $case: 'requestHeaders', value: { response: common(removed) } }, body);
}

export function continueRequestBody(): ProcessingResponse {
  return answer({ $case: 'requestBody', value: { response: common() } });
}

/** Passes the response on with what is told about it; asks for a copy of its body as it streams by when it may be kept. */
export function continueResponse(lines: HeaderLines, wantBody: boolean): ProcessingResponse {
  const streamed = mode({
    request: BodySendMode.BUFFERED_PARTIAL,
    response: BodySendMode.STREAMED,
    responseHeaders: HeaderSendMode.SEND,
  });
  const value = { response: common({ setHeaders: lines.map(headerLine), removeHeaders: [] }) };
  return answer({ $case: 'responseHeaders', value }, wantBody ? streamed : undefined);
}

/** Goes on with the request, less these headers. */
export function continueRequestHeaders(removeHeaders: string[]): ProcessingResponse {
  const mutation = removeHeaders.length === 0 ? undefined : { setHeaders: [], removeHeaders };
  return answer({ $case: 'requestHeaders', value: { response: common(mutation) } });
}

/** FULL_DUPLEX_STREAMED only: this piece of the body goes upstream. */
export function forwardRequestBody(body: Buffer, endOfStream: boolean): ProcessingResponse {
  const bodyMutation = { mutation: { $case: 'streamedResponse' as const, value: piece(body, endOfStream) } };
  return answer({ $case: 'requestBody', value: { response: { ...common(), bodyMutation } } });
}

export function continueResponseBody(): ProcessingResponse {
  return CONTINUE_RESPONSE_BODY;
}

export function continueTrailers($case: 'requestTrailers' | 'responseTrailers'): ProcessingResponse {
  return answer({ $case, value: { headerMutation: undefined } });
}

/** An answer in the upstream's stead. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly lines: HeaderLines;
  /** Shows in Envoy's access log as %RESPONSE_CODE_DETAILS%, unless the answer is streamed. */
  readonly details: string;
}

export function reply(of: Reply): ProcessingResponse {
  const lines: HeaderLines = [['content-type', of.contentType], ...of.lines];
  return answer({
    $case: 'immediateResponse',
    value: {
      status: { code: of.status },
      headers: { setHeaders: lines.map(headerLine), removeHeaders: [] },
      body: Buffer.from(of.body.buffer, of.body.byteOffset, of.body.byteLength),
      grpcStatus: undefined,
      details: of.details,
    },
  });
}

/** FULL_DUPLEX_STREAMED only: the head of an answer whose body follows piece by piece. */
export function beginStreamedReply({ status, contentType, lines }: Omit<Reply, 'body'>): ProcessingResponse {
  const headers = [[':status', String(status)], ['content-type', contentType], ...lines] as const;
  const value = { headers: { headers: headers.map(headerValue) }, endOfStream: false };
  return streamedReply({ $case: 'headersResponse', value });
}

/** The client waits for as long as no piece has said that it is the last. */
export function continueStreamedReply(body: Buffer, endOfStream: boolean): ProcessingResponse {
  return streamedReply({ $case: 'bodyResponse', value: piece(body, endOfStream) });
}

/** Restarts Envoy's message timer at this many ms; not an answer. Needs `max_message_timeout` in the filter's configuration. */
export function needMoreTime(ms: number): ProcessingResponse {
  const duration = { seconds: Math.floor(ms / 1000), nanos: Math.round((ms % 1000) * 1e6) };
  return { ...EMPTY, overrideMessageTimeout: duration };
}

const EMPTY: ProcessingResponse = {
  response: undefined,
  dynamicMetadata: undefined,
  modeOverride: undefined,
  overrideMessageTimeout: undefined,
  requestDrain: false,
};

const CONTINUE_RESPONSE_BODY = answer({ $case: 'responseBody', value: { response: common() } });

function streamedReply(response: NonNullable<StreamedImmediateResponse['response']>): ProcessingResponse {
  return answer({ $case: 'streamedImmediateResponse', value: { response } });
}

function piece(body: Buffer, endOfStream: boolean): StreamedBodyResponse {
  return { body, endOfStream, endOfStreamWithoutMessage: false, grpcMessageCompressed: false };
}

function answer(response: Arm, modeOverride?: ProcessingMode): ProcessingResponse {
  return { ...EMPTY, response, modeOverride };
}

/** Body modes of an override are always explicit: one left out would mean NONE. DEFAULT leaves a header mode as configured. */
function mode(of: {
  readonly request: BodySendMode;
  readonly response: BodySendMode;
  readonly responseHeaders: HeaderSendMode;
}): ProcessingMode {
  return {
    requestHeaderMode: HeaderSendMode.DEFAULT,
    responseHeaderMode: of.responseHeaders,
    requestBodyMode: of.request,
    responseBodyMode: of.response,
    requestTrailerMode: HeaderSendMode.DEFAULT,
    responseTrailerMode: HeaderSendMode.DEFAULT,
  };
}

function common(headerMutation?: HeaderMutation): CommonResponse {
  return {
    status: CommonResponse_ResponseStatus.CONTINUE,
    headerMutation,
    bodyMutation: undefined,
    clearRouteCache: false,
  };
}

/** Cache-Status is a list to which each cache on the way adds itself; everything else is ours alone to say. */
function headerLine(line: HeaderLines[number]): HeaderValueOption {
  const { APPEND_IF_EXISTS_OR_ADD, OVERWRITE_IF_EXISTS_OR_ADD } = HeaderValueOption_Action;
  const header = headerValue(line);
  return {
    header,
    appendAction: header.key === 'cache-status' ? APPEND_IF_EXISTS_OR_ADD : OVERWRITE_IF_EXISTS_OR_ADD,
  };
}

function headerValue([key, value]: HeaderLines[number]): HeaderValue {
  return { key, value: '', rawValue: Buffer.from(value, 'utf8') };
}
