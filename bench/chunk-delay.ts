import { request, type IncomingMessage } from 'node:http';
import { cacheReport } from '../tools/harness/cache-status';
import { agesOf, STREAM } from './completion';
import { spreadOf, type Spread } from './statistics';
import { bodyOf } from './texts';

/**
 * Reads one streamed answer, and tells how long each event took from the upstream's write to our read, ms.
 * @param captured whether the cache must say that it keeps the answer, or have no part in it
 * @throws Error when an event is missing, or the answer came another way.
 */
export async function chunkDelay(url: string, text: string, captured: boolean): Promise<Spread> {
  const response = await open(url, text);
  const { verdict, stored } = cacheReport(response.headers);
  if (stored !== captured || verdict !== (captured ? 'miss' : 'untouched')) {
    throw new Error(`a streamed answer was ${verdict}${stored ? ', stored' : ''}`);
  }
  const ages: number[] = [];
  for await (const chunk of response) ages.push(...agesOf((chunk as Buffer).toString()));
  if (ages.length !== STREAM.events) throw new Error(`${ages.length} of ${STREAM.events} events arrived`);
  return spreadOf(ages);
}

function open(url: string, text: string): Promise<IncomingMessage> {
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization: 'Bearer sk-bench',
    'x-tenant': 'stream',
  };
  return new Promise((resolve, reject) => {
    const call = request(`${url}/v1/chat/completions`, { method: 'POST', headers });
    call
      .once('response', resolve)
      .once('error', reject)
      .end(bodyOf({ text, stream: true }));
  });
}
