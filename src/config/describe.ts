import { formatDuration, formatSize } from '../core/units';
import type { LoadedSettings } from './load';
import { formatAddress } from './schema/address';
import type { EntryStoreSettings, ListenSettings } from './settings';

/** What the settings mean, for people; one line each, policies in the order in which they are tried. */
export function describeSettings({ settings, policies }: Pick<LoadedSettings, 'settings' | 'policies'>): string {
  const { listen, admin, embedding, verify, store, headers, limits, log } = settings;
  return [
    `listen: ${describeListener(listen)}`,
    `admin: ${formatAddress(admin.address)}`,
    `model: ${embedding.model}, ${plural(embedding.threads, 'thread')}`,
    ...(verify.model === undefined ? [] : [`second opinion: ${verify.model}, ${plural(verify.threads, 'thread')}`]),
    `store: ${describeStore(store)}`,
    `limits: request body ${formatSize(limits.requestBody)}, response body ${formatSize(limits.responseBody)}, lookup ${formatDuration(limits.lookupBudgetMs)}`,
    `response headers: ${headers.enabled ? 'on' : 'off'}; log level: ${log.level}`,
    `policies (the first that matches applies):`,
    ...policies.meanings.map(({ name, at, lines }, i) => [`  ${i + 1}. ${name} (${at})`, ...lines].join('\n       ')),
    ...(policies.meanings.length === 0 ? ['  none: nothing is cached'] : []),
  ].join('\n');
}

function describeListener({ address, tls }: ListenSettings): string {
  if (tls === undefined) return formatAddress(address);
  const clients = tls.clientCaFile === undefined ? 'any client' : `clients of ${tls.clientCaFile}`;
  return `${formatAddress(address)}, TLS with ${tls.certFile}, ${clients}`;
}

function describeStore(store: EntryStoreSettings): string {
  const place =
    store.kind === 'embedded'
      ? `in ${store.path}`
      : `at ${store.connection.cloudId ?? store.connection.nodes.join(', ')}, indices ${store.indexPrefix}-… (${store.indexType})`;
  const bounds = [
    ...(store.maxBytes === 0 ? [] : [formatSize(store.maxBytes)]),
    ...(store.maxEntries === 0 ? [] : [plural(store.maxEntries, 'entry', 'entries')]),
  ];
  return [
    `${store.kind} ${place}, ${bounds.length === 0 ? 'without a bound' : `at most ${bounds.join(' and ')}`}`,
    ...(store.prompts === 'clear' ? [] : [`prompts ${store.prompts === 'none' ? 'not kept' : 'kept as digests'}`]),
    ...(store.encryption === undefined ? [] : [`encrypted with key ${store.encryption.active}`]),
  ].join('; ');
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
