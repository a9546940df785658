import { isIP } from 'node:net';
import type { HeaderMap, Surroundings } from '../core/exchange';
import type { JsonObject } from '../core/json';
import type { ProcessingRequest } from './generated/envoy/service/ext_proc/v3/external_processor';

/**
 * What Envoy tells of a request besides its headers, where the filter asks for it: `request_attributes: [source.address, request.scheme,
 * connection.uri_san_peer_certificate]`, and metadata by `metadata_options.forwarding_namespaces.untyped`. Envoy gives one URI of the
 * certificate, the first; it has verified the certificate when its TLS context has a validation context.
 */
export function surroundingsOf(
  { attributes, metadataContext }: Pick<ProcessingRequest, 'attributes' | 'metadataContext'>,
  headers: HeaderMap,
): Surroundings | undefined {
  const told: Readonly<Record<string, unknown>> = attributes['envoy.filters.http.ext_proc'] ?? NOTHING;
  const clientAddress = withoutPort(textOf(told['source.address']));
  const scheme = textOf(told['request.scheme']) ?? headers.get(':scheme');
  const peerUri = textOf(told['connection.uri_san_peer_certificate']);
  const metadata = filled(metadataContext?.filterMetadata);
  if ((clientAddress ?? scheme ?? peerUri ?? metadata) === undefined) return undefined;
  return {
    ...(clientAddress !== undefined && { clientAddress }),
    ...(scheme !== undefined && { scheme }),
    ...(peerUri !== undefined && { peerUris: [peerUri] }),
    ...(metadata !== undefined && { metadata }),
  };
}

const NOTHING = {};

/** Envoy sends an empty text for what it does not know. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** "192.0.2.1:567" or "[2001:db8::1]:567" as an IP address; `undefined` for a Unix socket. */
function withoutPort(address: string | undefined): string | undefined {
  const [, v6, v4] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(address ?? '') ?? [];
  const ip = v6 ?? v4 ?? '';
  return isIP(ip) === 0 ? undefined : ip;
}

function filled(
  metadata: Readonly<Record<string, JsonObject | undefined>> | undefined,
): Readonly<Record<string, JsonObject>> | undefined {
  for (const namespace in metadata) if (metadata[namespace]) return metadata as Readonly<Record<string, JsonObject>>;
  return undefined;
}
