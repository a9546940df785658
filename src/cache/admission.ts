import type { Codec, ParsedResponse, ResponseForm } from '../core/dialect';
import type { ResponseHead } from '../core/exchange';
import type { StoreSettings } from '../core/policy';
import type { StoreRefusal } from '../core/reason';

/** How a response body that may be worth keeping is to be read. */
export interface Capture {
  readonly form: ResponseForm;
  readonly encoding: string;
}

/**
 * Whether a response is worth reading, by its head alone. A hit carries none of the upstream's headers; so where the upstream itself
 * answers a browser with CORS headers (and not Envoy's cors filter), a hit would be an error to the page.
 */
export function admitHead(
  head: ResponseHead,
  codec: Codec,
  crossOrigin: boolean,
): Capture | { readonly refused: StoreRefusal } {
  if (!head.fromUpstream) return { refused: 'local-reply' };
  if (head.status < 200 || head.status > 299) return { refused: 'status' };
  const form = formOf(head.headers.get('content-type') ?? '');
  if (form === undefined) return { refused: 'content-type' };
  if (crossOrigin && head.headers.has('access-control-allow-origin')) return { refused: 'cors' };
  const encoding = head.headers.get('content-encoding') ?? '';
  if (!codec.decodes(encoding)) return { refused: 'response-encoding' };
  return { form, encoding };
}

function formOf(contentType: string): ResponseForm | undefined {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return 'json';
  return mediaType === 'text/event-stream' ? 'sse' : undefined;
}

/** Whether a whole, understood answer is fit to be given to somebody else. */
export function admitAnswer(response: ParsedResponse, store: StoreSettings): StoreRefusal | undefined {
  if (response.empty) return 'empty';
  if (!response.finished) return 'finish-reason';
  if (response.refusal && !store.refusals) return 'refusal';
  if (response.toolCalls && !store.toolCalls) return 'tool-calls';
  return undefined;
}
