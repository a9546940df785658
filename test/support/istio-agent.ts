import { join } from 'node:path';
import { loadPackageDefinition, Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

interface SecretsRequest {
  readonly resource_names?: readonly string[];
  readonly response_nonce?: string;
}

const SECRET = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret';

/** What Istio's agent does beside each proxy, as far as TLS to the outside needs it: say whom to trust. */
export interface IstioAgent {
  /** Path of its socket. */
  readonly socket: string;
  /** Names of the secrets that were asked for. */
  readonly asked: ReadonlySet<string>;
  stop(): void;
}

/** @param caFile the only authority that is trusted, in place of the system's */
export async function startIstioAgent(dir: string, caFile: string): Promise<IstioAgent> {
  const socket = join(dir, 'agent.sock');
  const asked = new Set<string>();
  const api = loadPackageDefinition(
    loadSync(join(process.cwd(), 'test/fixtures/istio/secrets.proto'), { keepCase: true, arrays: true }),
  ) as any;
  const server = new Server();
  server.addService(api.envoy.service.secret.v3.SecretDiscoveryService.service, {
    StreamSecrets: (stream: ServerDuplexStream<SecretsRequest, object>) => {
      let nonce = 0;
      stream.on('data', ({ resource_names: names = [], response_nonce: taken }: SecretsRequest) => {
        // An answer to what was sent: taken, or refused, which Envoy's log tells.
        if (taken) return;
        for (const name of names) asked.add(name);
        const resources = names.map((name) => ({
          type_url: SECRET,
          value: { name, validation_context: { trusted_ca: { filename: caFile } } },
        }));
        stream.write({ version_info: '1', type_url: SECRET, nonce: String(++nonce), resources });
      });
      stream.on('error', () => undefined);
      stream.on('end', () => {
        stream.end();
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  return {
    socket,
    asked,
    stop: () => {
      server.forceShutdown();
    },
  };
}
