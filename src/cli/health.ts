import { adminPlace } from '../config/admin-address';
import { adminTls } from './admin-tls';
import { ownCacheStatus, type CacheStatus } from './cache-status';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';
import { readFlags } from './flags';
import { ask, type HttpRequest, type Page } from './http';
import type { Process } from './process';
import { healthSpec } from './specs/health';
import { adminUrl, optionalUrl } from './urls';

/** Says whether a running service is ready, or answers through an Envoy. The exit status is 1 when it is not, or does not. */
export async function health(args: readonly string[], host: Process): Promise<number> {
  const { values, configuration } = readFlags(args, healthSpec);
  const through = optionalUrl('through', values['through'], 'http://gateway:8080/v1/chat/completions');
  const admin = optionalUrl('admin', values['admin'], 'http://127.0.0.1:9901');
  const found: Found[] = [];
  const still = (): boolean => found.every(({ well }) => well);
  if (admin !== undefined || through === undefined) {
    const { base, certFile } = admin === undefined ? ownServer(configuration, host) : { base: admin };
    found.push(readiness(base, await ask(`${base}/readyz`, { tls: adminTls(values, certFile) })));
  }
  if (through !== undefined && still()) found.push(answerThrough(through, await ask(through, storedOrNone(through))));
  if (values['json'] === true) host.print(JSON.stringify(Object.assign({}, ...found.map(({ json }) => json))));
  else tell(found, host);
  return still() ? EXIT.well : EXIT.failed;
}

/** The one that the configuration names. */
function ownServer(argv: readonly string[], { env }: Process): { readonly base: string; readonly certFile?: string } {
  const { address, certFile } = adminPlace({ argv, env });
  return certFile === undefined ? { base: adminUrl(address, false) } : { base: adminUrl(address, true), certFile };
}

function tell(found: readonly Found[], host: Process): void {
  for (const { well, line } of found) {
    if (well) host.print(line);
    else host.printError(line);
  }
}

interface Found {
  readonly well: boolean;
  readonly line: string;
  readonly json: object;
}

/** @throws CommandError when something else answers */
function readiness(base: string, { status, body }: Page): Found {
  const parts = partsOf(body);
  if (parts === undefined) {
    throw new CommandError(`${base}/readyz answered ${status}, but not as llm-semantic-cache does: is it there?`, 1);
  }
  const ready = status === 200;
  const told = ready ? parts : parts.filter((part) => !part.ready);
  const said = told.map(({ part, detail }) => `${part}: ${detail}`).join('; ');
  return { well: ready, line: `${ready ? 'ready' : 'not ready'}: ${said}`, json: { ready, parts } };
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

function answerThrough(url: string, page: Page): Found {
  const { status } = page;
  const own = ownCacheStatus(page.headers['cache-status']?.toString());
  const said = own === undefined ? undefined : saidBy(own);
  const json = (answers: boolean): object => ({ through: { url, answers, status, said } });
  const answer = answerOfCache(page, own);
  if (answer !== undefined) return { well: true, line: `${url}: the cache answers: ${answer}`, json: json(true) };
  const how =
    said === undefined
      ? 'without Cache-Status of llm-semantic-cache: the cache was not asked'
      : `and it was not the cache that answered: ${said}`;
  return { well: false, line: `${url} answered ${status} ${how}`, json: json(false) };
}

/** `undefined`: it was not the cache that answered. */
function answerOfCache({ status, body }: Page, own: CacheStatus | undefined): string | undefined {
  if (own?.has('hit') === true) return saidBy(own);
  // By the body: an upstream's 504 that the cache let pass has its header, too, and `headers.enabled: false` hides it.
  if (status !== 504 || !body.includes('"only_if_cached"')) return undefined;
  return `nothing stored${own === undefined ? '' : ` (${saidBy(own)})`}`;
}

/** Such as "hit exact" or "bypass not-selected". */
function saidBy(own: CacheStatus): string {
  const verdict = own.has('hit') ? 'hit' : own.get('fwd');
  return [verdict, own.get('detail')].filter((word) => word !== undefined).join(' ');
}
