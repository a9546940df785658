import {
  BodySendMode,
  type HttpBody,
  type ProcessingRequest,
  type ProcessingResponse,
} from './generated/envoy/service/ext_proc/v3/external_processor';
import {
  beginStreamedReply,
  continueRequestHeaders,
  continueStreamedReply,
  continueTrailers,
  forwardRequestBody,
  reply,
  type Reply,
} from './messages';
import type { RequestHalf, SeenBody } from './request-half';

/** Envoy takes pieces of a body of less than 64 KiB. */
const PIECE_BYTES = 60_000;

/** Whether Envoy says, in the first message of a stream, that it is configured for FULL_DUPLEX_STREAMED requests. */
export function isDuplex({ protocolConfig }: ProcessingRequest): boolean {
  return protocolConfig?.requestBodyMode === BodySendMode.FULL_DUPLEX_STREAMED;
}

export interface DuplexOptions {
  readonly send: (response: ProcessingResponse) => void;
  /** `pending` has become false. */
  readonly settled: () => void;
  /** A body is held up to this many bytes, then goes on unseen. */
  readonly maxBytes: number;
}

/**
 * The request's half in body mode FULL_DUPLEX_STREAMED. Envoy hands over the body and keeps none: what goes upstream is
 * what is sent back here, so the stream must not end before all of it is (an OK would cut the body). In return an
 * answer may be streamed to the client piece by piece. There is no message timeout, and no override of modes: one in
 * the headers' answer loses the body.
 */
export class DuplexRequest implements RequestHalf {
  readonly overridesModes = false;
  private phase: 'holding' | 'forwarding' | 'replaying' | 'over' = 'holding';
  private readonly held: Buffer[] = [];
  private heldBytes = 0;
  private ended: 'not-yet' | 'by-body' | 'by-trailers' = 'not-yet';
  private seen = false;
  private keepsEncoding = true;
  private replay: Replay | undefined;

  constructor(private readonly options: DuplexOptions) {}

  get pending(): boolean {
    return this.phase !== 'over';
  }

  pass(): void {
    this.goOn();
  }

  /** The headers' answer is what lets the request go on, so it is not given yet. */
  ask(): void {
    this.keepsEncoding = false;
  }

  onBody({ body, endOfStream }: HttpBody): SeenBody | undefined {
    if (endOfStream) this.ended = 'by-body';
    if (this.phase === 'forwarding') {
      this.forward(body, endOfStream);
      return undefined;
    }
    this.held.push(body);
    this.heldBytes += body.length;
    return this.toDecide();
  }

  onTrailers(): SeenBody | undefined {
    this.ended = 'by-trailers';
    if (this.phase !== 'forwarding') return this.toDecide();
    this.forwardTrailers();
    return undefined;
  }

  moreTime(): void {
    // Nothing is being timed.
  }

  goOn(): void {
    if (this.phase !== 'holding') return;
    this.phase = 'forwarding';
    this.options.send(continueRequestHeaders(this.keepsEncoding ? [] : ['accept-encoding']));
    const held = this.held.splice(0);
    held.forEach((piece, i) => {
      this.forward(piece, this.ended === 'by-body' && i === held.length - 1);
    });
    if (this.ended === 'by-trailers') this.forwardTrailers();
  }

  answer(answer: Reply, paceMs: number): void {
    if (paceMs === 0 || !answer.contentType.startsWith('text/event-stream')) {
      this.options.send(reply(answer));
      this.settle();
      return;
    }
    const replay: Replay = { events: eventsOf(answer.body), next: 0, paceMs, timer: undefined };
    this.options.send(beginStreamedReply(answer));
    this.replay = replay;
    this.phase = 'replaying';
    this.playOn(replay);
  }

  wrapUp(): void {
    if (this.replay !== undefined) {
      clearTimeout(this.replay.timer);
      while (this.phase === 'replaying') this.playNext(this.replay);
    } else this.goOn();
  }

  stop(): void {
    clearTimeout(this.replay?.timer);
  }

  private toDecide(): SeenBody | undefined {
    const complete = this.ended !== 'not-yet';
    if (this.seen || (!complete && this.heldBytes <= this.options.maxBytes)) return undefined;
    this.seen = true;
    return { body: Buffer.concat(this.held), complete };
  }

  private forward(body: Buffer, last: boolean): void {
    const pieces = piecesOf(body);
    pieces.forEach((piece, i) => {
      this.options.send(forwardRequestBody(piece, last && i === pieces.length - 1));
    });
    if (last) this.settle();
  }

  private forwardTrailers(): void {
    this.options.send(continueTrailers('requestTrailers'));
    this.settle();
  }

  private playOn(replay: Replay): void {
    this.playNext(replay);
    if (this.phase !== 'replaying') return;
    replay.timer = setTimeout(() => {
      this.playOn(replay);
    }, replay.paceMs);
  }

  /** Sends one event; the last one ends the answer. */
  private playNext(replay: Replay): void {
    const pieces = piecesOf(replay.events[replay.next] ?? EMPTY);
    replay.next += 1;
    const last = replay.next >= replay.events.length;
    pieces.forEach((piece, i) => {
      this.options.send(continueStreamedReply(piece, last && i === pieces.length - 1));
    });
    if (last) this.settle();
  }

  private settle(): void {
    this.phase = 'over';
    this.held.length = 0;
    this.options.settled();
  }
}

interface Replay {
  readonly events: readonly Buffer[];
  next: number;
  /** Milliseconds. */
  readonly paceMs: number;
  timer: NodeJS.Timeout | undefined;
}

const EMPTY = Buffer.alloc(0);

/** The events of a rendered stream, each with the blank line that ends it; together they are the body. */
export function eventsOf(body: Uint8Array): Buffer[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const events: Buffer[] = [];
  let start = 0;
  while (start < bytes.length) {
    const blank = bytes.indexOf('\n\n', start);
    const end = blank === -1 ? bytes.length : blank + 2;
    events.push(bytes.subarray(start, end));
    start = end;
  }
  return events;
}

/** At least one piece, be it empty. */
function piecesOf(body: Buffer): Buffer[] {
  const count = Math.max(1, Math.ceil(body.length / PIECE_BYTES));
  return Array.from({ length: count }, (_, i) => body.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES));
}
