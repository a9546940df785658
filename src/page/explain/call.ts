/** What POST /explain is asked; its fields are the server's to judge. */
export type Call = Readonly<Record<string, unknown>>;

export interface Pasted {
  readonly path: string;
  /** A header a line, `name: value`. */
  readonly headers: string;
  /** A completion request, or a whole call with path and body. */
  readonly body: string;
}

/**
 * The call that was pasted: an object with `path` or `body` describes it whole, which no completion request looks like; any other is the body.
 * What the fields for path and headers say is over what it says.
 * @throws Error for people
 */
export function callOf({ path, headers, body }: Pasted): Call {
  const object = parsed(body);
  const call = 'path' in object || 'body' in object ? object : { path: '/v1/chat/completions', body: object };
  const { host: authority, ...rest } = headersOf(headers);
  return {
    ...call,
    ...(path !== '' && { path }),
    ...(authority !== undefined && { authority }),
    ...(Object.keys(rest).length > 0 && { headers: { ...lowered(call['headers']), ...rest } }),
  };
}

function parsed(text: string): Call {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `This is not JSON (${(error as Error).message}). Paste a completion request, or a call with path and body.`,
    );
  }
  if (isObject(value)) return value;
  throw new Error('This is no JSON object. Paste a completion request, or a call with path and body.');
}

function headersOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      // Its value may be a credential, and is not shown.
      if (at < 1) throw new Error("Headers: each line must be 'name: value', such as 'x-tenant: shop'.");
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}

/** What is no mapping is the server's to refuse. */
function lowered(headers: unknown): Call {
  if (!isObject(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function isObject(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
