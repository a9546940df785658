import { LOG_LEVELS, type LogLevel } from '../core/log-level';
import type { AuditRecord, Access, Right } from '../core/access';
import type { Overview } from '../core/overview';
import type { PromptsKept } from '../core/prompts';
import { rightsUpTo } from './access';
import type { Audit } from './audit';
import type { Caller } from './caller';
import { entriesRoutes, type EntriesOptions } from './entries';
import { entryPageRoutes, type EntryPageOptions } from './entry-page';
import { explainRoute, type ExplainOptions } from './explain';
import { feedbackRoute, type FeedbackOptions } from './feedback';
import { logLevelRoute } from './log-level';
import type { PageFiles } from './page-files';
import { readyz, type PartReadiness } from './readyz';
import { json, plain, type Route } from './reply';

/** What the routes need. */
export interface EndpointOptions {
  readonly readiness: () => Promise<readonly PartReadiness[]>;
  /** @param accept the scraper's Accept header */
  readonly metrics: (accept: string | undefined) => Promise<{ readonly contentType: string; readonly body: string }>;
  /** The policies in force and what is wrong with newer ones; shown to all that may view, so without secrets. */
  readonly policies: () => unknown;
  readonly overview: () => Promise<Overview>;
  readonly audit: Pick<Audit, 'latest'>;
  readonly prompts: PromptsKept;
  readonly entries: EntriesOptions;
  readonly entryPage: Omit<EntryPageOptions, 'prompts'>;
  readonly explain: ExplainOptions;
  readonly feedback: FeedbackOptions;
  readonly logLevel: LogLevelControl;
  /** `undefined`: there is no page. */
  readonly page?: PageFiles | undefined;
}

/** The level of the running log. */
export interface LogLevelControl {
  get(): LogLevel;
  set(level: LogLevel): void;
}

/** One method of one path. */
export interface Endpoint {
  readonly route: Route;
  /** `undefined`: open to all that reach the address. */
  readonly needs?: Right;
  /** For machines that have no credential, and may have another name for us. */
  readonly probe?: true;
  /** It has a body that says what is meant. */
  readonly takesBody?: true;
  /** The audit log hears of it. */
  readonly changes?: AuditRecord['action'];
}

/** Path to method to endpoint. */
export type Endpoints = ReadonlyMap<string, ReadonlyMap<string, Endpoint>>;

export function endpoints(options: EndpointOptions): Endpoints {
  const { prompts } = options;
  const entries = entriesRoutes(options.entries);
  const page = entryPageRoutes({ ...options.entryPage, prompts });
  const probe = (route: Route): Methods => got({ route, probe: true });
  return new Map<string, Methods>([
    ['/livez', probe(() => plain(200, 'ok'))],
    ['/readyz', probe(() => readyz(options.readiness))],
    ['/metrics', probe(async ({ request }) => ({ status: 200, ...(await options.metrics(request.headers.accept)) }))],
    ...[...(options.page?.routes ?? [])].map(([path, route]) => [path, got({ route })] as const),
    ['/access', got({ needs: 'view', route: ({ caller }) => json(200, accessOf(caller, prompts)) })],
    ['/overview', got({ needs: 'view', route: async () => json(200, await options.overview()) })],
    ['/policies', got({ needs: 'view', route: () => json(200, options.policies()) })],
    ['/audit', got({ needs: 'view', route: () => json(200, { changes: options.audit.latest() }) })],
    [
      '/log-level',
      new Map([
        ...got({ needs: 'view', route: () => json(200, { level: options.logLevel.get() }) }),
        ...changed('log-level', logLevelRoute(options.logLevel, LOG_LEVELS), { takesBody: true }),
      ]),
    ],
    ['/entries', new Map([['GET', { needs: 'read', route: entries.list }]])],
    ['/entries/search', got({ needs: 'read', route: page.search })],
    ['/entries/one', got({ needs: 'read', route: page.one })],
    ['/entries/purge', changed('purge', entries.purge)],
    ['/entries/import', changed('import', entries.import, { takesBody: true })],
    ['/explain', new Map([['POST', { needs: 'read', takesBody: true, route: explainRoute(options.explain) }]])],
    ['/feedback', changed('feedback', feedbackRoute(options.feedback), { takesBody: true })],
  ]);
}

type Methods = ReadonlyMap<string, Endpoint>;

function got(endpoint: Endpoint): Methods {
  return new Map([
    ['GET', endpoint],
    ['HEAD', endpoint],
  ]);
}

function changed(action: AuditRecord['action'], route: Route, more: Pick<Endpoint, 'takesBody'> = {}): Methods {
  return new Map([['POST', { needs: 'change', changes: action, route, ...more }]]);
}

function accessOf({ right, who }: Caller, prompts: PromptsKept): Access {
  return { rights: rightsUpTo(right), who, prompts };
}
