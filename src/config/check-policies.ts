import { basename, extname } from 'node:path';
import { policyShape } from '../policy/convert/document-shape';
import { compilePolicies } from '../policy/compile';
import type { PolicyMeaning } from '../policy/meaning';
import type { AzurePolicies, PolicyDocument } from '../policy/sources';
import { convertDocument } from '../policy/convert/convert';
import { fileTexts } from './file-texts';
import { POLICY_SURROUNDINGS } from './load';
import { readPolicies } from './policy-file';
import { azureContradictions, noneWarning, policyContradictions, policyWarnings } from './policy-rules';
import { documentAlone } from './policy-sources';
import type { Settings } from './settings';

export interface CheckedPolicies {
  readonly meanings: readonly PolicyMeaning[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** One whose problems keep it from being written in the native form. */
export type ConvertedPolicies =
  { readonly yaml: string; readonly warnings: readonly string[] } | { readonly problems: readonly string[] };

/**
 * What the policies of a file mean, or what is wrong with them: a document (or fragment) of Azure's, or native ones. They stand alone, with
 * the named values, fragments, APIs and callers of the configuration.
 *
 * @param strict policies that the cache does not execute are problems, whatever the configuration says
 */
export function checkPolicies(file: string, settings: Settings, strict: boolean): CheckedPolicies {
  const read = fileTexts().read(file);
  if ('problems' in read) return { meanings: [], warnings: [], problems: read.problems };
  return isXml(read.text)
    ? checkAzure({ file, text: read.text }, settings, strict)
    : checkNative(file, read.text, settings);
}

/** A document of Azure's in the native form, as the text of a policy file. */
export function convertPolicies(file: string, settings: Settings): ConvertedPolicies {
  const read = fileTexts().read(file);
  if ('problems' in read) return { problems: read.problems };
  if (!isXml(read.text)) return { problems: [`${file}: is no policy document of Azure's: it has to begin with "<"`] };
  const document = { file, text: read.text };
  const azure = alone(document, settings);
  if (policyShape(document).root === 'fragment') {
    return { problems: [`${file}: is a fragment; convert the documents that include it`] };
  }
  const checked = compileAlone(azure, settings);
  if (checked.problems.length > 0) return { problems: checked.problems };
  const converted = convertDocument(document, { ...azure, name: nameOf(file) }, settings.credentialHeaders);
  if ('problems' in converted) return converted;
  const again = checkNative(`${file}, converted`, converted.yaml, settings);
  return again.problems.length > 0
    ? { problems: again.problems }
    : { yaml: converted.yaml, warnings: checked.warnings };
}

const EVERYTHING = { hosts: [], paths: [] };

function isXml(text: string): boolean {
  return /^\uFEFF?\s*</.test(text);
}

function checkNative(file: string, text: string, settings: Settings): CheckedPolicies {
  const read = readPolicies(text, file);
  if ('problems' in read) return { meanings: [], warnings: [], problems: read.problems };
  const { policies } = read;
  const compiled = compilePolicies({ ...settings, native: policies, azure: undefined }, POLICY_SURROUNDINGS);
  return {
    meanings: compiled.meanings,
    problems: [...policyContradictions(policies, settings), ...compiled.problems],
    warnings: [...policyWarnings(policies), ...noneWarning(policies), ...compiled.warnings],
  };
}

function checkAzure(document: PolicyDocument, settings: Settings, strict: boolean): CheckedPolicies {
  const shape = policyShape(document);
  const compiled = (azure: AzurePolicies): CheckedPolicies =>
    compileAlone({ ...azure, strict: strict || azure.strict }, settings);
  if (shape.root !== 'fragment') return compiled(alone(document, settings));
  const [first, ...more] = shape.sections.map((section) => compiled(including(document, section, settings)));
  const fewest = more.reduce(
    (best, each) => (each.problems.length < best.problems.length ? each : best),
    first ?? NONE,
  );
  return { ...fewest, warnings: fewest.warnings.filter((warning) => !isAboutLoneStore(warning)) };
}

const NONE: CheckedPolicies = { meanings: [], problems: [], warnings: [] };

/** The lookup is in another fragment, or in the document. */
function isAboutLoneStore(warning: string): boolean {
  return warning.includes('stores nothing where no lookup can have run before it');
}

function alone(document: PolicyDocument, settings: Settings): AzurePolicies {
  return documentAlone(document, { name: nameOf(document.file), match: EVERYTHING }, settings);
}

/** A document with nothing but the fragment, by whose name it goes. */
function including(fragment: PolicyDocument, section: string, settings: Settings): AzurePolicies {
  const id = nameOf(fragment.file);
  const text = `<policies><${section}><include-fragment fragment-id="${id}" /></${section}></policies>`;
  const azure = alone({ file: fragment.file, text }, settings);
  return { ...azure, fragments: { ...azure.fragments, [id]: fragment } };
}

function compileAlone(azure: AzurePolicies, settings: Settings): CheckedPolicies {
  const { meanings, problems, warnings } = compilePolicies({ ...settings, native: [], azure }, POLICY_SURROUNDINGS);
  // What is configured was looked at when it was loaded.
  const defaults = settings.azure === undefined ? azureContradictions(azure, settings) : [];
  return { meanings, problems: [...defaults, ...problems], warnings };
}

/** As policies may be called. */
function nameOf(file: string): string {
  const plain = basename(file, extname(file)).replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  const trimmed = plain.slice(0, 63).replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  return trimmed === '' ? 'converted' : trimmed;
}
