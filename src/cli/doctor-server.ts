import { z } from 'zod';
import { VERSION } from '../app/version';
import { systemClock } from '../core/clock';
import { SERVER_ANSWERS } from '../doctor/asked';
import type { Looked } from '../doctor/check';
import type { ReadConfiguration } from '../doctor/read-configuration';
import { examine, type GroupReport } from '../doctor/report';
import { readSamples } from '../doctor/samples';
import { SERVER_GROUP, type ServerFacts } from '../doctor/server';
import type { AdminWish } from './admin-client';
import type { AdminTls } from './admin-tls';
import { ask, type Page } from './http';
import { adminUrl } from './urls';

export interface ServerLooked {
  readonly answers: boolean;
  /** Of its model. */
  readonly identity: string | undefined;
  readonly reports: readonly GroupReport[];
}

/** Asks a running server, the one of the configuration unless `admin` names another; that there is none is only told. */
export async function lookAtServer(
  { admin, adminTls }: { readonly admin: string | undefined; readonly adminTls: AdminWish['tls'] },
  { settings }: ReadConfiguration,
  wanted: (id: string) => boolean,
): Promise<ServerLooked> {
  const base = admin ?? (settings && adminUrl(settings.admin.address, settings.admin.tls !== undefined));
  const tls = adminTls(admin === undefined ? settings?.admin.tls?.certFile : undefined);
  const looked =
    base === undefined
      ? { because: 'the configuration is not valid, and --admin is not given' }
      : await factsOf(base, tls);
  const answers = 'facts' in looked;
  const explicit =
    admin === undefined
      ? []
      : [examine(SERVER_ANSWERS, { facts: { problem: answers ? undefined : looked.because } }, wanted)];
  const identity = answers
    ? looked.facts.parts.find(({ part, ready }) => part === 'model' && ready)?.detail
    : undefined;
  return { answers, identity, reports: [...explicit, examine(SERVER_GROUP, looked, wanted)] };
}

const readiness = z.object({
  parts: z.array(z.object({ part: z.string(), ready: z.boolean(), detail: z.string() })),
});
const policies = z.object({
  refused: z.record(z.string(), z.object({ problems: z.array(z.string()) })),
});

async function factsOf(base: string, tls: AdminTls): Promise<Looked<ServerFacts>> {
  let ready: Page;
  try {
    ready = await ask(`${base}/readyz`, { tls });
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) };
  }
  const parsed = readiness.safeParse(jsonOf(ready.body));
  if (!parsed.success) {
    return { because: `${base}/readyz answered ${ready.status}, but not as llm-semantic-cache does` };
  }
  const metrics = await pageOf(`${base}/metrics`, tls);
  const samples = metrics && readSamples(metrics.body);
  const known = policies.safeParse(jsonOf((await pageOf(`${base}/policies`, tls))?.body ?? ''));
  const told = Date.parse(ready.headers.date ?? '');
  return {
    facts: {
      parts: parsed.data.parts,
      version: samples?.by('llm_semantic_cache_build_info', 'version')[0]?.[0],
      ourVersion: VERSION,
      refused: known.success ? problemsOf(known.data.refused) : undefined,
      clockSkewMs: Number.isNaN(told) ? undefined : told - systemClock.now(),
      samples,
    },
  };
}

function problemsOf(refused: z.infer<typeof policies>['refused']): ServerFacts['refused'] {
  return Object.fromEntries(Object.entries(refused).map(([of, { problems }]) => [of, problems]));
}

/** `undefined` when it is not given. */
async function pageOf(url: string, tls: AdminTls): Promise<Page | undefined> {
  const page = await ask(url, { tls }).catch(() => undefined);
  return page?.status === 200 ? page : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
