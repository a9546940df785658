import { request, type IncomingHttpHeaders } from 'node:http';
import { cacheReport, type CacheReport } from './cache-status';

export interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A whole answer, with what the cache said about it. */
export interface Answer extends CacheReport {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly form: 'json' | 'sse' | 'other';
  readonly body: string;
  /** From the first byte sent to the last byte received. */
  readonly milliseconds: number;
}

/** Sends one completion call. Not `fetch`: that cannot set Host. @throws Error when the connection breaks. */
export async function send({ url, headers, body }: Call): Promise<Answer> {
  const start = performance.now();
  const answer = await new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      const call = request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
      call.once('error', reject).once('response', (response) => {
        response.toArray().then((chunks: Buffer[]) => {
          const whole = { status: response.statusCode ?? 0, headers: response.headers };
          resolve({ ...whole, body: Buffer.concat(chunks).toString() });
        }, reject);
      });
      call.end(body);
    },
  );
  const milliseconds = performance.now() - start;
  return { ...answer, ...cacheReport(answer.headers), form: formOf(answer.headers['content-type']), milliseconds };
}

function formOf(contentType = ''): Answer['form'] {
  if (contentType.startsWith('application/json')) return 'json';
  return contentType.startsWith('text/event-stream') ? 'sse' : 'other';
}
