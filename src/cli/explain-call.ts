import { text } from 'node:stream/consumers';
import { CommandError } from './command-error';
import { source } from './entry-commands';
import type { PipedProcess } from './process';

/** What `POST /explain` is asked; its fields are the server's to judge. */
export type ExplainedCall = Readonly<Record<string, unknown>>;

/** What flags say of a call, over what its file says. */
export interface CallFlags {
  readonly path: string | undefined;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

const CHAT_PATH = '/v1/chat/completions';
const HEADER = /^\s*([!#$%&'*+\-.^_`|~\w]+)\s*:(.*)$/s;

/**
 * The call of a file (`-`: standard input): an object with `path` or `body` describes it whole, which no completion request looks like; any other is
 * the body of a call to the chat API.
 * @throws CommandError that names the file
 */
export async function readCall(
  file: string,
  flags: CallFlags,
  host: Pick<PipedProcess, 'stdin'>,
): Promise<ExplainedCall> {
  const given = await readObject(file, host);
  const call = 'path' in given || 'body' in given ? given : { path: CHAT_PATH, body: given };
  return overlaid(call, flags);
}

/** @param values of `--header`, each `name: value`; those of one name are joined, as Envoy does it @throws CommandError */
export function headerFlags(values: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const value of values) {
    const [, name, content] = HEADER.exec(value) ?? [];
    // The value may be a credential: it is not shown.
    if (name === undefined || content === undefined) {
      throw new CommandError("--header: must be 'name: value', such as 'x-tenant: shop'", 2);
    }
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? content.trim() : `${before}, ${content.trim()}`);
  }
  return headers;
}

async function readObject(file: string, host: Pick<PipedProcess, 'stdin'>): Promise<ExplainedCall> {
  const name = file === '-' ? 'standard input' : file;
  const input = await source(file, host);
  const read = await text(input).catch((cause: unknown) => {
    throw new CommandError(`${name}: cannot be read: ${(cause as Error).message}`, 1, { cause });
  });
  const value = parsed(read, name);
  if (isObject(value)) return value;
  throw new CommandError(`${name}: must be a JSON object: a completion request, or a call with path and body`, 1);
}

/** What is wrong is told without quoting, for there may be credentials in it. */
function parsed(read: string, name: string): unknown {
  try {
    return JSON.parse(read.replace(/^\uFEFF/, ''));
  } catch {
    throw new CommandError(`${name}: is not JSON; must be a completion request, or a call with path and body`, 1);
  }
}

function overlaid(call: ExplainedCall, { path, headers }: CallFlags): ExplainedCall {
  const { host: authority, ...rest } = Object.fromEntries(headers);
  return {
    ...call,
    ...(path !== undefined && { path }),
    ...(authority !== undefined && { authority }),
    ...(Object.keys(rest).length > 0 && { headers: mixed(call['headers'], rest) }),
  };
}

function mixed(given: unknown, flags: Readonly<Record<string, string>>): unknown {
  if (given === undefined) return flags;
  // What is no mapping is the server's to refuse.
  if (!isObject(given)) return given;
  const kept = Object.entries(given).filter(([name]) => !(name.toLowerCase() in flags));
  return { ...Object.fromEntries(kept), ...flags };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
