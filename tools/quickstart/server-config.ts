import { stringify } from 'yaml';
import { SHORT_LIFE_MS, SHORT_LIVED_HOST } from './tour';

export interface ServerPlaces {
  /** Where Envoy reaches it: HOST:PORT or unix:PATH. */
  readonly listen: string;
  readonly admin: string;
  /** File with the token of the admin address; absolute. */
  readonly tokenFile: string;
  readonly model: string;
  /** The section `store`. */
  readonly store: Readonly<Record<string, unknown>>;
}

const VARY_BY = ['header:x-tenant'];

/** The quickstart's configuration of llm-semantic-cache: a week's memory, and a policy that shows how entries expire. */
export function quickstartConfig({ listen, admin, tokenFile, model, store }: ServerPlaces): string {
  return stringify({
    listen: { address: listen },
    admin: { address: admin, 'token-file': tokenFile },
    embedding: { model },
    store,
    sweeper: { interval: '1s' },
    // Made up, as the model is: so that there is money to be saved.
    prices: { 'as-of': '2026-11-01', models: [{ model: 'sample-model', prompt: 2.5, completion: 10 }] },
    policies: [
      {
        name: 'short-lived',
        match: { hosts: [SHORT_LIVED_HOST] },
        lookup: { similarity: 0.85, varyBy: VARY_BY },
        store: { ttl: `${SHORT_LIFE_MS}ms` },
      },
      { name: 'default', lookup: { similarity: 0.85, varyBy: VARY_BY }, store: { ttl: '7d' } },
    ],
  });
}
