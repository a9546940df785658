/**
 * The first URI of the last element of x-forwarded-client-cert: what the nearest proxy says of the certificate of whoever called it.
 * Elements are parted by ",", their pairs by ";"; a value with one of these stands in double quotes, with \" for a quote in it (Envoy,
 * "HTTP header manipulation", x-forwarded-client-cert). Null when there is none, or the header cannot be read.
 */
export function forwardedUri(header: string): string | null {
  const elements = partsOf(header, ',');
  const pairs = partsOf(elements?.at(-1) ?? '', ';') ?? [];
  const uri = pairs.find((pair) => /^\s*uri=/i.test(pair));
  return uri === undefined ? null : unquoted(uri.slice(uri.indexOf('=') + 1).trim()) || null;
}

/** Splits outside of quotes; `undefined` when a quote is left open. */
function partsOf(text: string, separator: ',' | ';'): readonly string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted && char === '\\') at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return quoted ? undefined : [...parts, text.slice(start)];
}

function unquoted(value: string): string {
  return value.length > 1 && value.startsWith('"') && value.endsWith('"')
    ? value.slice(1, -1).replace(/\\(.)/g, '$1')
    : value;
}
