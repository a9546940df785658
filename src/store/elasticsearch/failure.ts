import { errors } from '@elastic/elasticsearch';
import { StoreError } from '../../core/errors';

/** What a failed request tells about the cluster, and so what is to be done. */
export type FailureKind =
  /** No connection, or no answer in time. */
  | 'unreachable'
  /** It answers that it has too much to do, or that a part of it is away. */
  | 'overloaded'
  /** Writing is switched off for now: disk full, or by an operator. */
  | 'blocked'
  /** Our index or alias is gone. */
  | 'index-missing'
  /** Credentials, privileges or certificates are wrong. */
  | 'denied'
  /** This request will never succeed. */
  | 'rejected';

interface ErrorBody {
  readonly status?: number;
  readonly error?: { readonly type?: string; readonly reason?: string };
}

export function failureKind(error: unknown): FailureKind {
  if (error instanceof ElasticsearchFailure) return error.kind;
  if (error instanceof errors.ProductNotSupportedError) return 'rejected';
  if (!(error instanceof errors.ResponseError)) return isUntrusted(error) ? 'denied' : 'unreachable';
  return responseKind(error.statusCode ?? 0, errorType(error));
}

/** Of a whole answer, or of one item of a bulk answer. */
export function responseKind(status: number, type: string): FailureKind {
  // With 503 the block is the cluster's own: it is starting, or has no master.
  if (type === 'cluster_block_exception') return status >= 500 ? 'overloaded' : 'blocked';
  if (type === 'index_not_found_exception') return 'index-missing';
  if (status === 401 || status === 403) return 'denied';
  if (status === 408 || status === 429 || status >= 500) return 'overloaded';
  return 'rejected';
}

/**
 * One of us does not trust the other's certificate: no waiting will change that. The client keeps only the message of such an error. An
 * expired certificate is not among them: it is renewed without us.
 */
function isUntrusted(error: unknown): boolean {
  const untrusted =
    /self.signed certificate|unable to (?:verify the first|get (?:local )?issuer)|does not match certificate|fingerprint|alert (?:bad|unknown|unsupported|certificate)/i;
  return error instanceof errors.ConnectionError && untrusted.test(error.message);
}

/** The cluster's word for what is wrong, such as "version_conflict_engine_exception". */
export function errorType(error: unknown): string {
  const body = error instanceof errors.ResponseError ? (error.body as ErrorBody | undefined) : undefined;
  return body?.error?.type ?? 'unknown';
}

/** A failure of the cluster in our words. The cluster's own message may quote a document, so only its type is repeated. */
export class ElasticsearchFailure extends StoreError {
  constructor(
    readonly kind: FailureKind,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** `doing` completes "Elasticsearch … while". */
export function asFailure(doing: string, error: unknown): ElasticsearchFailure {
  if (error instanceof ElasticsearchFailure) return error;
  const kind = failureKind(error);
  return new ElasticsearchFailure(kind, `Elasticsearch ${inWords(kind, error)} (${doing})`, { cause: error });
}

function inWords(kind: FailureKind, error: unknown): string {
  const status = error instanceof errors.ResponseError ? statusOf(error) : codeOf(error);
  switch (kind) {
    case 'unreachable':
      return isLate(error) ? 'did not answer in time' : `cannot be reached: ${status}`;
    case 'overloaded':
      return `has too much to do: ${status}`;
    case 'blocked':
      return `does not take writes now: ${status}`;
    case 'index-missing':
      return `has lost an index: ${status}`;
    case 'denied':
      return deniedInWords(status, error);
    case 'rejected':
      return `refuses the request: ${status}`;
  }
}

/** The answer to a HEAD has no body to give the type. */
function statusOf(error: errors.ResponseError): string {
  const type = errorType(error);
  return [String(error.statusCode ?? '?'), ...(type === 'unknown' ? [] : [type])].join(' ');
}

function deniedInWords(status: string, error: unknown): string {
  if (!(error instanceof errors.ResponseError)) return `is not trusted, or does not trust us: ${status}`;
  if (error.statusCode === 401) return `does not accept our credentials: ${status}`;
  const body = error.body as ErrorBody | undefined;
  // Who was refused is told there as well, and is nobody's business.
  const action = /action \[([\w:/[\]*-]+?)\] is unauthorized/.exec(body?.error?.reason ?? '')?.[1];
  const what = action === undefined ? '' : ` for ${action}`;
  return `refuses us: ${status}${what}; docs/operations.md lists the privileges that are needed`;
}

/** By the client's clock, or given up by ours. */
function isLate(error: unknown): boolean {
  return error instanceof errors.TimeoutError || (error instanceof Error && /abort/i.test(error.message));
}

/** ECONNREFUSED and the like; what else the client says may be long. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code: unknown = Reflect.get(at, 'code');
    if (typeof code === 'string') return code;
  }
  if (error instanceof errors.ProductNotSupportedError) return 'it answers, and is no Elasticsearch';
  const text = error instanceof Error ? error.message : String(error);
  return (
    /\bE[A-Z]{4,}\b.*|.*\b(?:certificate|fingerprint|issuer|altnames)\b.*/.exec(text)?.[0].slice(0, 160) ??
    'no connection'
  );
}
