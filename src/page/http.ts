/** What the server says when it does not do what was asked; its own words are the message. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Asked {
  readonly method?: 'GET' | 'POST';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly token?: string | undefined;
  /** ms */
  readonly timeout?: number;
}

/** A purge or an explanation of a large store takes its time. */
const TIMEOUT_MS = 60_000;

/**
 * Asks the admin address that this page came from.
 * @throws Refused when it does not do it; TypeError or DOMException when it cannot be reached
 */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  const { method = 'GET', body, token, timeout = TIMEOUT_MS } = asked;
  const answer = await fetch(path, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  if (!answer.ok) throw new Refused(answer.status, wordsOf(answer.status, (await answer.text()).trim()));
  return (await answer.json()) as T;
}

/** What went wrong, for people. */
export function problemInWords(error: unknown): string {
  return error instanceof Refused ? error.message : 'The server cannot be reached.';
}

function wordsOf(status: number, said: string): string {
  return said === '' ? `The server answered with status ${status}.` : said;
}
