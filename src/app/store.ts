import type { ElasticsearchStoreSettings, EmbeddedStoreSettings, EntryStoreSettings } from '../config/settings';
import type { Clock } from '../core/clock';
import type { Observer, StoreObserver } from '../core/decision';
import type { Embedder } from '../core/embedder';
import type { EntryStore } from '../core/entry';
import type { LabelLog } from '../core/label';
import type { Lease } from '../core/lease';
import { openElasticsearchStore } from '../store/elasticsearch/open';
import { openEmbeddedStore } from '../store/embedded/open';
import { readKeyring } from '../store/sealed/keyring';
import { sealedStore } from '../store/sealed/sealed-store';
import { soleLease } from '../sweeper/sole-lease';
import { partitionSecret, sharedSecret } from './secret';

/** The store of a configuration, whatever its kind. */
export interface OpenedStore {
  readonly store: EntryStore;
  readonly labels: LabelLog;
  /** Who may sweep. */
  readonly lease: Lease;
  /** Key of the partition hash. */
  readonly secret: Uint8Array;
}

export interface StoreParts {
  readonly clock: Clock;
  readonly observer: StoreObserver & Pick<Observer, 'failed'>;
  readonly embedder: Pick<Embedder, 'identity' | 'dims'>;
  readonly sweepIntervalMs: number;
}

/** Sweeps that a lease's holder may miss before another replica takes over. */
const MISSED_SWEEPS = 3;

/** @throws StoreError */
export async function openStore(settings: EntryStoreSettings, parts: StoreParts): Promise<OpenedStore> {
  const keyring = settings.encryption && readKeyring(settings.encryption.keys, settings.encryption.active);
  const opened = await openPlain(settings, parts);
  if (keyring === undefined) return opened;
  const failed = (error: unknown): void => {
    parts.observer.failed('decrypt', error);
  };
  return { ...opened, store: sealedStore(opened.store, keyring, failed) };
}

function openPlain(settings: EntryStoreSettings, parts: StoreParts): Promise<OpenedStore> {
  return settings.kind === 'embedded' ? openEmbedded(settings, parts) : openShared(settings, parts);
}

async function openEmbedded(settings: EmbeddedStoreSettings, { clock }: StoreParts): Promise<OpenedStore> {
  const secret = await partitionSecret(settings.path);
  const store = await openEmbeddedStore({ ...settings, clock });
  return { store, labels: store.labels, lease: soleLease, secret };
}

async function openShared(settings: ElasticsearchStoreSettings, parts: StoreParts): Promise<OpenedStore> {
  const secret = await sharedSecret(settings.partitionKeyFile);
  const { clock, observer, embedder, sweepIntervalMs } = parts;
  const leaseTtlMs = MISSED_SWEEPS * sweepIntervalMs;
  const space = embedder;
  return { ...(await openElasticsearchStore({ ...settings, space, clock, observer, leaseTtlMs })), secret };
}
