import type { IncomingMessage } from 'node:http';
import { namesLoopback } from './loopback';
import { plain, type Answer } from './reply';

/**
 * What every answer tells browsers: load nothing from elsewhere, run no script that is not ours, show this in no frame, guess no types.
 *
 * @param scriptHashes of what the page holds inline, such as `sha256-…`
 */
export function browserHeaders(scriptHashes: readonly string[]): Readonly<Record<string, string>> {
  const scripts = ["'self'", ...scriptHashes.map((hash) => `'${hash}'`)].join(' ');
  const policy = [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    // Text becomes markup nowhere but in the templates of the page's own library.
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/**
 * A name that somebody else's DNS points at this machine makes his page one of "our" origin, to a browser. Where anybody on this
 * machine may view, only the machine's own names are answered.
 */
export function foreignHost({ headers: { host } }: IncomingMessage): Answer | undefined {
  if (namesLoopback(host)) return undefined;
  return plain(
    403,
    'this address answers to localhost, 127.0.0.1 and [::1] only: a proxy must send one of them as Host',
  );
}

/** A browser says where a request that changes something comes from; other clients say nothing. */
export function foreignOrigin({ headers }: IncomingMessage): Answer | undefined {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const ownSite = site === undefined || site === 'same-origin' || site === 'none';
  const ownOrigin = origin === undefined || (host !== undefined && hostOf(origin) === host.toLowerCase());
  return ownSite && ownOrigin ? undefined : plain(403, 'sent from the page of another site');
}

/** With port where it is not the scheme's own, as in Host. The scheme is left to a proxy that ends TLS. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** What a form, or a request that needs nobody's leave, can send. */
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', ''];

/** Asked where a browser gives the credential by itself. A token proves a script that knows it; curl's `-d` is one of these types. */
export function formBody({ headers }: IncomingMessage): Answer | undefined {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (!FORM_TYPES.includes(type.trim().toLowerCase())) return undefined;
  return plain(
    415,
    'with a certificate, say what the body is: content-type: application/json (application/x-ndjson for an import)',
  );
}
