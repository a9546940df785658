import { isAbsolute } from 'node:path';
import { isIPv6 } from 'node:net';
import { z } from 'zod';
import type { ListenAddress, TcpAddress } from '../settings';

/** Linux's sockaddr_un holds 108 bytes, the closing zero included (unix(7)). */
const MAX_SOCKET_PATH = 107;

const TCP_RULE = 'must be host:port, such as 127.0.0.1:50051, 0.0.0.0:50051 or [::]:50051';
const UNIX_RULE = `must be unix: and an absolute path of at most ${MAX_SOCKET_PATH} bytes, such as unix:/run/llm-semantic-cache/extproc.sock`;

export const tcpAddress = z.string({ error: TCP_RULE }).transform((text, context): TcpAddress => {
  const address = parseTcp(text);
  if (address !== undefined) return address;
  context.addIssue({ code: 'custom', message: TCP_RULE });
  return z.NEVER;
});

export const listenAddress = z
  .string({ error: `${TCP_RULE}, or a Unix socket: unix:/absolute/path` })
  .transform((text, context): ListenAddress => {
    const unix = text.startsWith('unix:');
    const address = unix ? parseUnix(text.slice('unix:'.length)) : parseTcp(text);
    if (address !== undefined) return address;
    context.addIssue({
      code: 'custom',
      message: unix ? UNIX_RULE : `${TCP_RULE}, or a Unix socket: unix:/absolute/path`,
    });
    return z.NEVER;
  });

/** The address as a user would write it. */
export function formatAddress(address: ListenAddress): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  return `${isIPv6(address.host) ? `[${address.host}]` : address.host}:${address.port}`;
}

function parseTcp(text: string): TcpAddress | undefined {
  const match = /^(?:\[([^\]]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const [, v6, name, digits] = match;
  const port = Number(digits);
  if (port > 65535 || (v6 !== undefined && !isIPv6(v6))) return undefined;
  return { kind: 'tcp', host: v6 ?? name ?? '', port };
}

function parseUnix(path: string): ListenAddress | undefined {
  return isAbsolute(path) && Buffer.byteLength(path) <= MAX_SOCKET_PATH ? { kind: 'unix', path } : undefined;
}
