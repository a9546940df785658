import { join } from 'node:path';
import { credentials, loadPackageDefinition, type ClientDuplexStream, type StatusObject } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/**
 * The ext_proc API by proto-loader, a codec independent of the generated one: what the server sends must mean the same to it.
 */
const api = loadPackageDefinition(
  loadSync(join(process.cwd(), 'proto/envoy/service/ext_proc/v3/external_processor.proto'), {
    keepCase: true,
    enums: String,
    longs: Number,
    defaults: false,
    oneofs: true,
  }),
) as any;

export interface ProcessClient {
  Process(): ClientDuplexStream<object, any>;
  close(): void;
}

export function connect(address: string, secured = credentials.createInsecure()): ProcessClient {
  return new api.envoy.service.ext_proc.v3.ExternalProcessor(address, secured) as ProcessClient;
}

/** Begins exchanges and resets each after its first answer, a few at a time; how many ended in which way. */
export async function resetMany(client: ProcessClient, exchanges: number): Promise<ReadonlyMap<string, number>> {
  const outcomes = new Map<string, number>();
  const atOnce = 20;
  for (let begun = 0; begun < exchanges; begun += atOnce) {
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        const exchange = new Exchange(client);
        const answered = exchange.ask(requestHeaders()).then(() => 'answered');
        const outcome = await Promise.race([answered, exchange.status.then(({ details }) => details)]);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        exchange.cancel();
      }),
    );
  }
  return outcomes;
}

/** Plays Envoy's side of one stream. */
export class Exchange {
  private readonly received: any[] = [];
  private readonly waiting: ((message: any) => void)[] = [];
  /** How the server ended the call. */
  readonly status: Promise<StatusObject>;
  private readonly stream: ClientDuplexStream<object, any>;

  constructor(client: ProcessClient) {
    this.stream = client.Process();
    this.stream.on('data', (message: any) => {
      const next = this.waiting.shift();
      if (next === undefined) this.received.push(message);
      else next(message);
    });
    this.stream.on('error', () => undefined);
    this.status = new Promise((resolve) => this.stream.on('status', resolve));
  }

  send(message: object): void {
    this.stream.write(message);
  }

  /** The next message of the server. */
  next(): Promise<any> {
    const message = this.received.shift();
    return message === undefined ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve(message);
  }

  async ask(message: object): Promise<any> {
    this.send(message);
    return await this.next();
  }

  /** Messages that came and nobody has taken. */
  unread(): number {
    return this.received.length;
  }

  cancel(): void {
    this.stream.cancel();
  }

  halfClose(): void {
    this.stream.end();
  }
}

const headerMessage = (headers: Record<string, string>, endOfStream: boolean): object => ({
  headers: { headers: Object.entries(headers).map(([key, value]) => ({ key, raw_value: Buffer.from(value) })) },
  end_of_stream: endOfStream,
});

export function requestHeaders(headers: Record<string, string> = {}, endOfStream = false): object {
  const all = {
    ':method': 'POST',
    ':path': '/v1/chat/completions',
    ':authority': 'api.example.com',
    'content-type': 'application/json',
    ...headers,
  };
  return { request_headers: headerMessage(all, endOfStream) };
}

export function requestBody(body: string | Buffer | object, endOfStream = true): object {
  const bytes =
    typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  return { request_body: { body: bytes, end_of_stream: endOfStream } };
}

export function responseHeaders(headers: Record<string, string> = {}, codeDetails = 'via_upstream'): object {
  return {
    response_headers: headerMessage({ ':status': '200', 'content-type': 'application/json', ...headers }, false),
    attributes: {
      'envoy.filters.http.ext_proc': { fields: { 'response.code_details': { stringValue: codeDetails } } },
    },
  };
}

export function responseBody(body: string | Buffer, endOfStream: boolean): object {
  return { response_body: { body: Buffer.from(body), end_of_stream: endOfStream } };
}

/** Headers that the server sets, of either kind of answer. */
export function headersSet(message: any): Record<string, string> {
  const mutation = message.immediate_response?.headers ?? message.response_headers?.response?.header_mutation;
  const options: any[] = mutation?.set_headers ?? [];
  return Object.fromEntries(options.map(({ header }) => [header.key, header.raw_value.toString()]));
}
