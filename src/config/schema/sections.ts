import { z } from 'zod';
import { LOG_FORMATS, LOG_LEVELS } from '../../core/log-level';
import type { LimitSettings, Settings } from '../settings';
import type { ConfiguredApi } from './apis';
import { listenAddress } from './address';
import { admin } from './admin';
import { apis } from './apis';
import { azure, type AzureFiles } from './azure';
import { callers } from './callers';
import { judge } from './judge';
import { policies } from './policies';
import { prices } from './prices';
import { file, fileMode, headerNames, onOff, oneOf, optional, text, whole } from './scalars';
import { store } from './store';
import { tls } from './tls';
import { tracing } from './tracing';
import { duration, size } from './units';

const GiB = 2 ** 30;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const listen = z
  .strictObject({ address: listenAddress, 'socket-mode': fileMode, tls })
  .transform((raw) => ({ address: raw.address, socketMode: raw['socket-mode'], tls: raw.tls }));

const MODEL_FOLDER = "must be the path of the model's folder";

const embedding = z
  .strictObject({
    model: text(MODEL_FOLDER),
    threads: whole(1, 64),
    'max-batch': whole(1, 256),
    queue: whole(1, 100_000),
    'memo-entries': whole(0, 1_000_000),
  })
  .transform(({ 'max-batch': maxBatch, 'memo-entries': memoEntries, ...same }) => ({ ...same, maxBatch, memoEntries }));

const verify = z.strictObject({
  model: optional(text(MODEL_FOLDER)),
  threads: whole(1, 64),
  queue: whole(1, 100_000),
});

const sweeper = z
  .strictObject({ interval: duration(SECOND, 24 * HOUR), batch: whole(1, 100_000) })
  .transform((raw) => ({ intervalMs: raw.interval, batch: raw.batch }));

const limits = z
  .strictObject({
    'request-body': size(1024, GiB),
    'response-body': size(1024, GiB),
    'capture-memory': size(1024, 64 * GiB),
    'lookup-budget': duration(1, MINUTE),
    'write-queue': whole(1, 1_000_000),
    'write-queue-bytes': size(1024, 64 * GiB),
    'offload-body': size(0, GiB),
    'max-message-timeout': duration(1, HOUR),
    drain: duration(0, HOUR),
  })
  .transform((raw): LimitSettings => ({
    requestBody: raw['request-body'],
    responseBody: raw['response-body'],
    captureMemory: raw['capture-memory'],
    lookupBudgetMs: raw['lookup-budget'],
    writeQueue: raw['write-queue'],
    writeQueueBytes: raw['write-queue-bytes'],
    offloadBody: raw['offload-body'],
    maxMessageTimeoutMs: raw['max-message-timeout'],
    drainMs: raw.drain,
  }));

/** `Settings` with the names of files in place of what they hold. */
export interface ConfiguredSettings extends Omit<Settings, 'azure' | 'apis' | 'policiesAreDefault'> {
  readonly policyFiles: readonly string[];
  readonly azure: AzureFiles | undefined;
  readonly apis: readonly ConfiguredApi[];
}

/** The configuration as users write it (kebab-case, their units; policies in camelCase). Defaults are already merged in. */
export const settingsSchema = z
  .strictObject({
    listen,
    admin,
    embedding,
    verify,
    store,
    sweeper,
    limits,
    headers: z.strictObject({ enabled: onOff }),
    'credential-headers': headerNames,
    log: z.strictObject({ level: oneOf(LOG_LEVELS), format: oneOf(LOG_FORMATS) }),
    policies,
    'policy-files': z.array(text('must be the path of a file'), { error: 'must be a list of files' }),
    azure: azure.optional(),
    apis,
    callers,
    annotations: z.strictObject({ file: optional(file) }),
    judge,
    tracing,
    prices,
  })
  .transform((raw): ConfiguredSettings => {
    const { 'credential-headers': credentialHeaders, 'policy-files': policyFiles, azure: documents, ...same } = raw;
    return { ...same, credentialHeaders, policyFiles, azure: documents };
  });
