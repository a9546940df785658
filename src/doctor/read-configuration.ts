import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileTexts } from '../config/file-texts';
import { loadSettings, type LoadedSettings } from '../config/load';
import type { SettingsSource } from '../config/overrides';
import { policiesInForce } from '../config/policies-in-force';
import type { Settings } from '../config/settings';
import { ConfigurationError } from '../core/errors';
import type { ConfigurationFacts, NamedFile } from './configuration';
import { NO_NEEDS, policyNeeds, type PolicyNeeds } from './policy-needs';

export interface ReadConfiguration {
  readonly facts: ConfigurationFacts;
  /** `undefined` when it is not valid. */
  readonly settings: Settings | undefined;
  readonly needs: PolicyNeeds;
}

/** Reads a configuration as a start would, and the files that it names. @throws what is not about configuration */
export function readConfiguration(source: SettingsSource, now: number): ReadConfiguration {
  const files = fileTexts();
  try {
    return readValid(loadSettings(source, files), files, now);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const from = files.paths()[0] ?? 'the configuration';
    return { facts: { from, problems: error.problems, valid: undefined, now }, settings: undefined, needs: NO_NEEDS };
  }
}

function readValid(loaded: LoadedSettings, files: ReturnType<typeof fileTexts>, now: number): ReadConfiguration {
  const { settings, file } = loaded;
  const { meanings, pod, warnings } = policiesInForce(loaded, { files });
  const valid = {
    warnings: [...loaded.warnings, ...warnings],
    policies: meanings.map(({ name }) => name),
    disabled: pod.policies.kind === 'disabled',
    annotationProblems: pod.problems,
    files: namedFiles(settings),
  };
  return {
    facts: { from: file ?? 'the defaults', problems: [], valid, now },
    settings,
    needs: policyNeeds(settings, pod.said),
  };
}

type Kind = 'file' | 'certificate' | 'directory';
type Named = readonly [key: string, path: string | undefined, kind?: Kind];

function namedFiles({ admin, listen, store, judge, tracing }: Settings): readonly NamedFile[] {
  const tls = (key: string, of: Settings['listen']['tls']): readonly Named[] => [
    [`${key}.cert-file`, of?.certFile, 'certificate'],
    [`${key}.key-file`, of?.keyFile],
    [`${key}.client-ca-file`, of?.clientCaFile, 'certificate'],
  ];
  const all: readonly Named[] = [
    ...tls('listen.tls', listen.tls),
    ...tls('admin.tls', admin.tls),
    ['admin.token-file', admin.tokenFile],
    ['admin.read-token-file', admin.readTokenFile],
    ['admin.view-token-file', admin.viewTokenFile],
    ['judge.api-key-file', judge?.apiKeyFile],
    ['tracing.headers-file', tracing.headersFile],
    ['store.encryption.keys', store.encryption?.keys, 'directory'],
    ...ofStore(store),
  ];
  return all.flatMap(([key, path, kind = 'file']) => (path === undefined ? [] : [namedFile(key, path, kind)]));
}

function ofStore(store: Settings['store']): readonly Named[] {
  if (store.kind === 'embedded') return [];
  const { connection, partitionKeyFile } = store;
  return [
    ['store.partition-key-file', partitionKeyFile],
    ['store.api-key-file', connection.apiKeyFile],
    ['store.bearer-token-file', connection.bearerTokenFile],
    ['store.password-file', connection.passwordFile],
    ['store.ca-file', connection.caFile, 'certificate'],
    ['store.client-cert-file', connection.clientCertFile, 'certificate'],
    ['store.client-key-file', connection.clientKeyFile],
  ];
}

/** Nothing of what the file holds goes further, but for the date of a certificate. */
function namedFile(key: string, path: string, kind: Kind): NamedFile {
  try {
    if (kind === 'directory') return { key, path, problem: readdirSync(path).length === 0 ? 'is empty' : undefined };
    const content = readFileSync(path);
    if (content.length === 0) return { key, path, problem: 'is empty' };
    return { key, path, problem: undefined, ...(kind === 'certificate' && { validTo: validTo(content) }) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      key,
      path,
      problem: code?.startsWith('ERR_') === false ? `cannot be read: ${code}` : 'holds no certificate (PEM)',
    };
  }
}

function validTo(pem: Buffer): number {
  return new Date(new X509Certificate(pem).validTo).getTime();
}
