import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import {
  ExternalProcessorService,
  type ProcessingRequest,
  type ProcessingResponse,
} from '../src/extproc/generated/envoy/service/ext_proc/v3/external_processor';
import { announceOnly, askForRequestBody, continueResponse, reply } from '../src/extproc/messages';
import { retireConnections } from '../src/extproc/rapid-reset';
import { serveParent } from './child';
import { COMPLETION } from './completion';
import { FLOOR_MARK } from './marks';

type Call = ServerDuplexStream<ProcessingRequest, ProcessingResponse>;
type Answer = (call: Call, message: ProcessingRequest) => void;

/** The least that an ext_proc server can do. Its answers carry a mark, so that a call that Envoy let through is seen. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  /** Sees the headers of request and response, and wants nothing. */
  noop: (call, { request }) => {
    if (request?.$case === 'requestHeaders') call.write(announceOnly());
    if (request?.$case !== 'responseHeaders') return;
    call.write(continueResponse([[FLOOR_MARK, 'noop']], false));
    call.end();
  },
  /** Asks for the request body and answers it at once, in the same two exchanges as a hit. */
  floor: (call, { request }) => {
    if (request?.$case === 'requestHeaders') call.write(askForRequestBody());
    if (request?.$case !== 'requestBody') return;
    call.write(reply({ status: 200, ...BODY, lines: [[FLOOR_MARK, 'floor']], details: 'floor' }));
    call.end();
  },
};

const BODY = { contentType: 'application/json', body: Buffer.from(COMPLETION) };

async function main(name: string): Promise<void> {
  const answer = ANSWERS[name];
  if (!answer) throw new Error(`no answer named ${name}`);
  const server = new Server({ 'grpc.enable_channelz': 0 });
  server.addService(ExternalProcessorService, {
    process(call: Call) {
      call.on('data', (message: ProcessingRequest) => {
        answer(call, message);
      });
      call.on('end', () => {
        call.end();
      });
      // Envoy ends a stream by a reset, too.
      call.on('error', () => undefined);
    },
  });
  const port = await retireConnections(
    () =>
      new Promise<number>((resolve, reject) => {
        server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
          if (error === null) resolve(bound);
          else reject(error);
        });
      }),
  );
  serveParent(`127.0.0.1:${port}`, () => undefined);
}

void main(process.argv[2] ?? '');
