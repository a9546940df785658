import { resolve } from 'node:path';
import type { ApiSettings, AzurePolicies, NativePolicy, PolicyDocument } from '../policy/sources';
import type { FileTexts } from './file-texts';
import { operationsOf } from './openapi';
import { readPolicies } from './policy-file';
import { azureDefaults, type AzureFiles } from './schema/azure';
import type { ConfiguredApi } from './schema/apis';
import type { Settings } from './settings';

/** The files that the configuration names, read. What cannot be is told to `problems`. */
export interface ReadingFiles {
  readonly files: FileTexts;
  /** Of the configuration file, which relative paths start from. */
  readonly directory: string;
  readonly problems: string[];
}

/** The policies of the files, in order, behind those of the configuration itself. */
export function withPolicyFiles(
  own: readonly NativePolicy[],
  paths: readonly string[],
  reading: ReadingFiles,
): readonly NativePolicy[] {
  const more = paths.flatMap((path, i) => {
    const text = textOf(path, `policy-files[${i}]`, reading);
    if (text === undefined) return [];
    const read = readPolicies(text, path);
    if ('policies' in read) return read.policies;
    reading.problems.push(...read.problems);
    return [];
  });
  return [...own, ...more];
}

export function withOperations(apis: readonly ConfiguredApi[], reading: ReadingFiles): readonly ApiSettings[] {
  return apis.map(({ openapi, ...api }, i) => {
    if (openapi === undefined) return api;
    const text = textOf(openapi, `apis[${i}].openapi`, reading);
    if (text === undefined) return api;
    const read = operationsOf(text, openapi);
    if ('operations' in read) return { ...api, operations: [...api.operations, ...read.operations] };
    reading.problems.push(...read.problems);
    return api;
  });
}

export function withDocuments(azure: AzureFiles, reading: ReadingFiles): AzurePolicies {
  const { global, namedValueFiles, ...same } = azure;
  const documents = (of: Readonly<Record<string, string>>, key: string): Record<string, PolicyDocument> =>
    read(of, `azure.${key}`, reading, (file, text) => ({ file, text }));
  return {
    ...same,
    alone: undefined,
    global: global === undefined ? undefined : document(global, 'azure.global', reading),
    products: documents(azure.products, 'products'),
    apis: documents(azure.apis, 'apis'),
    operations: documents(azure.operations, 'operations'),
    fragments: documents(azure.fragments, 'fragments'),
    namedValues: {
      ...azure.namedValues,
      // An editor ends a file with a line end that is not meant.
      ...read(namedValueFiles, 'azure.named-value-files', reading, (_file, text) => text.replace(/\r?\n$/, '')),
    },
  };
}

/** One document by itself, with the named values, fragments and defaults of the configuration. */
export function documentAlone(
  document: PolicyDocument,
  alone: NonNullable<AzurePolicies['alone']>,
  { azure }: Pick<Settings, 'azure'>,
): AzurePolicies {
  return {
    fragments: azure?.fragments ?? {},
    namedValues: azure?.namedValues ?? {},
    embeddingsBackends: azure?.embeddingsBackends ?? {},
    strict: azure?.strict ?? false,
    defaults: azure?.defaults ?? azureDefaults(),
    global: document,
    products: {},
    apis: {},
    operations: {},
    alone,
  };
}

function read<T>(
  paths: Readonly<Record<string, string>>,
  key: string,
  reading: ReadingFiles,
  make: (file: string, text: string) => T,
): Record<string, T> {
  const made = Object.entries(paths).flatMap(([id, path]): [string, T][] => {
    const text = textOf(path, `${key}.${id}`, reading);
    return text === undefined ? [] : [[id, make(path, text)]];
  });
  return Object.fromEntries(made);
}

function document(path: string, key: string, reading: ReadingFiles): PolicyDocument | undefined {
  const text = textOf(path, key, reading);
  return text === undefined ? undefined : { file: path, text };
}

function textOf(path: string, key: string, { files, directory, problems }: ReadingFiles): string | undefined {
  const read = files.read(resolve(directory, path));
  if ('text' in read) return read.text;
  problems.push(...read.problems.map((problem) => `${key}: ${problem}`));
  return undefined;
}
