import autocannon, { type Client, type Options, type Request } from 'autocannon';
import { serveParent } from './child';
import type { Mark } from './marks';
import { spreadOf, type Spread } from './statistics';
import { bodyOf, newQuestion } from './texts';

/** One measurement. */
export interface LoadJob {
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Texts to ask, in turn over all clients; or the number from which on new ones are made up. */
  readonly texts: readonly string[] | { readonly newFrom: number };
  /** What each answer must show. */
  readonly mark: Mark;
  /** What an answer that is neither counted nor wrong shows. */
  readonly shedMark?: Mark;
}

export interface LoadResult {
  /** Answers that showed the mark; the rate and the times are theirs alone. */
  readonly counted: number;
  readonly shed: number;
  /** Answers that showed neither. */
  readonly wrong: number;
  readonly firstWrong: string | undefined;
  /** Connections that broke or timed out. */
  readonly errors: number;
  readonly perSecond: number;
  readonly ms: Spread;
}

/** Fires requests for as long as asked, each client one after the other. */
async function fire(job: LoadJob): Promise<LoadResult> {
  const times: number[] = [];
  const wrongs: string[] = [];
  let shed = 0;
  let lastAt = 0;
  const counts = sign(job.mark);
  const isShed = job.shedMark ? sign(job.shedMark) : () => false;
  const seen = (status: number, headers: readonly string[], ms: number): void => {
    lastAt = performance.now();
    if (status === 200 && counts(headers)) times.push(ms);
    else if (isShed(headers)) shed += 1;
    else wrongs.push(`${status} ${headers.join(' ')}`);
  };
  const start = performance.now();
  const result = await autocannon({
    url: job.url,
    connections: job.clients,
    duration: job.seconds,
    sampleInt: 100,
    setupClient: (client) => {
      watch(client, seen);
    },
    ...requestsOf(job),
  });
  return {
    counted: times.length,
    shed,
    wrong: wrongs.length,
    firstWrong: wrongs[0],
    errors: result.errors + result.timeouts,
    perSecond: times.length / ((lastAt - start) / 1000),
    ms: spreadOf(times),
  };
}

function requestsOf({ headers, texts }: LoadJob): Pick<Options, 'requests'> {
  const request: Request = {
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'content-type': 'application/json', ...headers },
  };
  if ('newFrom' in texts) {
    let n = texts.newFrom;
    // A hundred questions a partition: a search finds others to compare with, as it would in use.
    const fresh = (): Request => ({
      ...request,
      headers: { ...request.headers, 'x-tenant': `miss-${Math.floor(n / 100)}` },
      body: bodyOf({ text: newQuestion(n++) }),
    });
    return { requests: [{ ...request, setupRequest: fresh }] };
  }
  const bodies = texts.map((text) => bodyOf({ text }));
  if (bodies.length === 1) return { requests: [{ ...request, body: bodies[0] }] };
  let turn = 0;
  return { requests: [{ ...request, setupRequest: (r) => ({ ...r, body: bodies[turn++ % bodies.length] }) }] };
}

function watch(client: Client, seen: (status: number, headers: readonly string[], ms: number) => void): void {
  let headers: readonly string[] = [];
  // Names and values by turns, whatever the types say.
  client.on('headers', (head) => {
    headers = (head as unknown as { headers: readonly string[] }).headers;
  });
  client.on('response', (status, _bytes, ms) => {
    seen(status, headers, ms);
  });
}

function sign({ header, value }: Mark): (headers: readonly string[]) => boolean {
  const pattern = value === null ? undefined : new RegExp(value);
  return (headers) => {
    const at = headers.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === header);
    return pattern === undefined ? at < 0 : at >= 0 && pattern.test(headers[at + 1] ?? '');
  };
}

serveParent('', fire);
