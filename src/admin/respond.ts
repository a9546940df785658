import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdminRefusal, AuditRecord } from '../core/access';
import { StoreError } from '../core/errors';
import { callerOf, refusalOf, type AccessRules } from './access';
import { newChange, type Audit } from './audit';
import { foreignHost, foreignOrigin, formBody } from './browser';
import type { Caller } from './caller';
import type { Endpoint, Endpoints } from './endpoints';
import { plain, send, type Answer, type Call } from './reply';

export interface ResponderOptions {
  readonly endpoints: Endpoints;
  readonly access: AccessRules;
  readonly audit: Audit;
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Counts them. */
  readonly refused: (why: AdminRefusal) => void;
  readonly logger: { warn(message: string, fields?: Readonly<Record<string, unknown>>): void };
}

/** Answers one request, whatever comes of it. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  options: ResponderOptions,
): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s, 2);
  const left = new AbortController();
  response.once('close', () => {
    left.abort();
  });
  for (const [name, value] of Object.entries(options.headers)) response.setHeader(name, value);
  try {
    const caller = callerOf(request, options.access);
    const call = { request, response, query, signal: left.signal, caller, change: newChange() };
    const answer = await answerTo(options.endpoints.get(path), call, options);
    if (answer !== undefined) send(response, answer);
  } catch (error) {
    // A client that leaves is no failure; a store that fails is one, whoever hears of it.
    if (left.signal.aborted && !(error instanceof StoreError)) return;
    options.logger.warn('admin request failed', { event: 'admin', path, error });
    // What has begun can only be broken off: a client must not take a part for the whole.
    if (response.headersSent) response.destroy();
    else send(response, plain(500, 'internal error'));
  }
}

async function answerTo(
  methods: ReadonlyMap<string, Endpoint> | undefined,
  call: Call,
  options: ResponderOptions,
): Promise<Answer | undefined> {
  if (methods === undefined) return plain(404, 'not found');
  const endpoint = methods.get(call.request.method ?? '');
  if (endpoint === undefined) {
    call.response.setHeader('allow', [...methods.keys()].join(', '));
    return plain(405, 'method not allowed');
  }
  const refusal = refusalFor(endpoint, call, options.access);
  if (refusal === undefined)
    return endpoint.changes === undefined ? endpoint.route(call) : change(endpoint, call, options);
  options.refused(refusal.why);
  const { changes: action } = endpoint;
  if (action !== undefined) {
    const { status } = refusal.answer;
    await options.audit.refused({ ...byWhom(call), action, what: {}, outcome: { status, why: refusal.why } });
  }
  return refusal.answer;
}

interface Refusal {
  readonly why: AdminRefusal;
  readonly answer: Answer;
}

function refusalFor(endpoint: Endpoint, { request, caller }: Call, rules: AccessRules): Refusal | undefined {
  const { needs, probe, takesBody } = endpoint;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const because = (why: AdminRefusal, answer: Answer | undefined): Refusal | undefined => answer && { why, answer };
  return (
    (rules.loopback && probe === undefined ? because('foreign-host', foreignHost(request)) : undefined) ??
    (reads ? undefined : because('foreign-origin', foreignOrigin(request))) ??
    (needs && because(caller.wrongToken ? 'wrong-token' : 'no-right', refusalOf(caller, needs, rules))) ??
    (takesBody && caller.ambient ? because('form-body', formBody(request)) : undefined)
  );
}

/** Recorded however it ends, and before it is answered: what was answered is in the log. */
async function change(
  { route, changes }: Endpoint,
  call: Call,
  { audit }: ResponderOptions,
): Promise<Answer | undefined> {
  const record = async (result: AuditRecord['result']): Promise<void> => {
    const { what, outcome, dryRun } = call.change;
    if (changes !== undefined && !dryRun)
      await audit.record({ ...byWhom(call), action: changes, what, result, outcome });
  };
  try {
    const answer = await route(call);
    await record(answer === undefined ? 'done' : resultOf(answer));
    return answer;
  } catch (error) {
    await record('failed');
    throw error;
  }
}

function resultOf({ status }: Answer): AuditRecord['result'] {
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'done';
}

function byWhom({ caller, request }: { caller: Caller; request: IncomingMessage }): Pick<AuditRecord, 'who' | 'from'> {
  return { who: caller.who, from: request.socket.remoteAddress ?? 'unknown' };
}
