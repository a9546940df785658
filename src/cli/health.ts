import { adminAddress } from '../config/admin-address';
import { ownCacheStatus, type CacheStatus } from './cache-status';
import { CommandError } from './command-error';
import { readFlags } from './flags';
import { ask, type HttpRequest, type Page } from './http';
import type { Process } from './process';
import { adminUrl, optionalUrl } from './urls';

/** Says whether a running service is ready, or answers through an Envoy. The exit status is 1 when it is not, or does not. */
export async function health(args: readonly string[], host: Process): Promise<number> {
  const { values, configuration } = readFlags(args, { admin: { type: 'string' }, through: { type: 'string' } });
  const through = optionalUrl('through', values['through'], 'http://gateway:8080/v1/chat/completions');
  const admin = optionalUrl('admin', values['admin'], 'http://127.0.0.1:9901');
  if (admin !== undefined || through === undefined) {
    const base = admin ?? adminUrl(adminAddress({ argv: configuration, env: host.env }));
    host.print(readiness(base, await ask(`${base}/readyz`)));
  }
  if (through !== undefined) host.print(answerThrough(through, await ask(through, storedOrNone(through))));
  return 0;
}

/** @throws CommandError when it is not ready */
function readiness(base: string, { status, body }: Page): string {
  const parts = partsOf(body);
  if (parts === undefined) {
    throw new CommandError(`${base}/readyz answered ${status}, but not as llm-semantic-cache does: is it there?`, 1);
  }
  const said = (wanted: readonly Part[]): string => wanted.map(({ part, detail }) => `${part}: ${detail}`).join('; ');
  if (status === 200) return `ready: ${said(parts)}`;
  throw new CommandError(`not ready: ${said(parts.filter(({ ready }) => !ready))}`, 1);
}

interface Part {
  readonly part: string;
  readonly ready: boolean;
  readonly detail: string;
}

function partsOf(body: string): readonly Part[] | undefined {
  try {
    const { parts } = JSON.parse(body) as { readonly parts?: unknown };
    return Array.isArray(parts) ? (parts as Part[]) : undefined;
  } catch {
    return undefined;
  }
}

/** The smallest call of the API that the URL's path belongs to, for a stored answer or none; whom it reaches by mistake it costs little. */
function storedOrNone(url: string): HttpRequest {
  const text = 'llm-semantic-cache health check';
  const messages = [{ role: 'user', content: text }];
  const { pathname } = new URL(url);
  const body = (): object => {
    if (pathname.endsWith('/messages')) return { messages, max_tokens: 1 };
    if (pathname.endsWith('/responses')) return { input: text, max_output_tokens: 16 };
    if (/(?<!\/chat)\/completions$/.test(pathname)) return { prompt: text, max_tokens: 1 };
    return { messages, max_completion_tokens: 1 };
  };
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cache-control': 'only-if-cached' },
    body: JSON.stringify({ model: 'health-check', ...body() }),
  };
}

/** @throws CommandError when it was not the cache that answered */
function answerThrough(url: string, { status, headers, body }: Page): string {
  const own = ownCacheStatus(headers['cache-status']?.toString());
  if (own?.has('hit') === true) return `${url}: the cache answers: ${saidBy(own)}`;
  // By the body: an upstream's 504 that the cache let pass has its header, too, and `headers.enabled: false` hides it.
  if (status === 504 && body.includes('"only_if_cached"')) {
    return `${url}: the cache answers: nothing stored${own === undefined ? '' : ` (${saidBy(own)})`}`;
  }
  const how =
    own === undefined
      ? 'without Cache-Status of llm-semantic-cache: the cache was not asked'
      : `and it was not the cache that answered: ${saidBy(own)}`;
  throw new CommandError(`${url} answered ${status} ${how}`, 1);
}

/** Such as "hit exact" or "bypass not-selected". */
function saidBy(own: CacheStatus): string {
  const verdict = own.has('hit') ? 'hit' : own.get('fwd');
  return [verdict, own.get('detail')].filter((word) => word !== undefined).join(' ');
}
