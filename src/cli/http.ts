import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { formatDuration } from '../core/units';
import type { AdminTls } from './admin-tls';
import { CommandError } from './command-error';

export interface HttpRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
  readonly signal?: AbortSignal;
  /** Of https; without it the machine's authorities are trusted. */
  readonly tls?: AdminTls;
}

/** Resolves when an answer begins. The client of node:http rather than fetch, which gives up when an answer takes minutes. */
export function sent(url: string, { body, tls, ...options }: HttpRequest): Promise<IncomingMessage> {
  const start = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing = start(url, { ...options, ...tls });
    outgoing.on('response', resolve).on('error', reject);
    // A server may answer, and refuse, before it has taken the whole body: the answer is what counts then.
    if (typeof body === 'object') pipeline(body, outgoing).catch(reject);
    else outgoing.end(body);
  });
}

/** What a page that is there takes at most, ms; less than probes give a command. */
const TIMEOUT_MS = 3000;

export interface Page {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A whole answer, soon. @throws CommandError saying in a line why there is none */
export async function ask(url: string, request: Omit<HttpRequest, 'signal'> = {}): Promise<Page> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await sent(url, { ...request, signal });
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
  } catch (error) {
    const why = signal.aborted ? `nothing within ${formatDuration(TIMEOUT_MS)}` : reasonOf(error);
    throw new CommandError(`no answer from ${url}: ${why}`, 1, { cause: error });
  }
}

/** Why nothing came, in a word where there is one. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
