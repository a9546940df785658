import type { HttpBody, ProcessingResponse } from './generated/envoy/service/ext_proc/v3/external_processor';
import {
  announceOnly,
  askForRequestBody,
  continueRequestBody,
  continueTrailers,
  ignoreExchange,
  needMoreTime,
  reply,
  type Reply,
} from './messages';

/** A request body as the cache is to decide upon it. */
export interface SeenBody {
  readonly body: Buffer;
  /** False: there is more of it than was kept. */
  readonly complete: boolean;
}

/** The request's half of one exchange: says what the cache decides in the words of the body mode that Envoy is in. */
export interface RequestHalf {
  /** Whether the answer to headers may change body modes. */
  readonly overridesModes: boolean;
  /** Envoy cannot go on without this stream: it must not be ended yet. */
  readonly pending: boolean;
  /** Goes on with the request, whose body the cache does not want. */
  pass(wanted: 'nothing' | 'response-headers'): void;
  /** Wants to see the body before the request goes on. */
  ask(): void;
  /** Takes a message of the body. Gives the body, once, when it is to be decided upon. */
  onBody(message: HttpBody): SeenBody | undefined;
  /** As `onBody`, for the trailers that end the request in place of a last piece of body. */
  onTrailers(): SeenBody | undefined;
  /** The decision may take this many ms longer than usual. */
  moreTime(ms: number): void;
  /** The decision: to the upstream. */
  goOn(): void;
  /** The decision: this, in the upstream's stead. `paceMs`: pause between two events of a stream; 0: in one piece. */
  answer(answer: Reply, paceMs: number): void;
  /** The cache is out: does at once what Envoy cannot do without it. */
  wrapUp(): void;
  /** The stream is gone. */
  stop(): void;
}

type Send = (response: ProcessingResponse) => void;

/** NONE, or BUFFERED_PARTIAL upon demand: Envoy holds the request, and goes on by itself when the stream ends. */
export function bufferedRequest(send: Send): RequestHalf {
  return {
    overridesModes: true,
    pending: false,
    pass(wanted) {
      send(wanted === 'nothing' ? ignoreExchange() : announceOnly());
    },
    ask() {
      send(askForRequestBody());
    },
    onBody: ({ body, endOfStream }) => ({ body, complete: endOfStream }),
    onTrailers() {
      send(continueTrailers('requestTrailers'));
      return undefined;
    },
    moreTime(ms) {
      send(needMoreTime(ms));
    },
    goOn() {
      send(continueRequestBody());
    },
    answer(answer) {
      send(reply(answer));
    },
    wrapUp: () => undefined,
    stop: () => undefined,
  };
}
