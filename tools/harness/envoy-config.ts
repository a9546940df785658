import { parse, stringify } from 'yaml';

/** Where the parts listen: "HOST:PORT", or for the cache also "unix:PATH". Port 0: Envoy takes a free one. */
export interface EnvoyAddresses {
  readonly listener: string;
  readonly admin: string;
  readonly upstream: string;
  readonly cache: string;
}

/** The addresses in deploy/envoy/, as they ship. */
const SHIPPED: Readonly<Record<string, keyof EnvoyAddresses>> = {
  '127.0.0.1:10000': 'listener',
  '127.0.0.1:9902': 'admin',
  '127.0.0.1:8081': 'upstream',
  '127.0.0.1:50051': 'cache',
  'unix:/run/llm-semantic-cache/extproc.sock': 'cache',
};

/**
 * A shipped configuration of deploy/envoy/ with other addresses; nothing else is changed.
 * @param shipped the file's text
 * @throws Error when one of the four addresses does not occur exactly once.
 */
export function placeEnvoy(shipped: string, addresses: EnvoyAddresses): string {
  const placed: string[] = [];
  const config = withAddresses(parse(shipped), (address) => {
    const part = SHIPPED[address];
    if (part === undefined) return undefined;
    placed.push(part);
    return addresses[part];
  });
  const wrong = Object.keys(addresses).filter((part) => placed.filter((p) => p === part).length !== 1);
  if (wrong.length > 0) throw new Error(`the Envoy file does not have these addresses as shipped: ${wrong.join(', ')}`);
  return stringify(config);
}

/** A configuration of Envoy's in which the addresses that `moved` knows are others; written as in EnvoyAddresses. */
export function withAddresses(config: unknown, moved: (address: string) => string | undefined): unknown {
  if (Array.isArray(config)) return config.map((node) => withAddresses(node, moved));
  if (config === null || typeof config !== 'object') return config;
  const address = addressOf(config);
  const other = address === undefined ? undefined : moved(address);
  if (other !== undefined) return toEnvoy(other);
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, withAddresses(value, moved)]));
}

interface EnvoyAddress {
  readonly socket_address?: { readonly address: string; readonly port_value: number };
  readonly pipe?: { readonly path: string };
}

function addressOf({ socket_address, pipe }: EnvoyAddress): string | undefined {
  if (socket_address) return `${socket_address.address}:${socket_address.port_value}`;
  return pipe && `unix:${pipe.path}`;
}

function toEnvoy(address: string): EnvoyAddress {
  if (address.startsWith('unix:')) return { pipe: { path: address.slice('unix:'.length) } };
  const colon = address.lastIndexOf(':');
  return { socket_address: { address: address.slice(0, colon), port_value: Number(address.slice(colon + 1)) } };
}
