import { readFileSync } from 'node:fs';
import { checkPolicies } from '../config/check-policies';
import { loadSettings } from '../config/load';
import { readPolicies } from '../config/policy-file';
import { documentAlone } from '../config/policy-sources';
import type { Settings } from '../config/settings';
import { ConfigurationError } from '../core/errors';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';
import type { OtherTerms } from './replay-options';

/** The configuration, with the policies of a file in place of its own if there is one. @throws ConfigurationError */
export function replaySettings(source: Parameters<typeof loadSettings>[0], policyFile: string | undefined): Settings {
  const { settings } = loadSettings(source);
  if (policyFile === undefined) return settings;
  const { problems } = checkPolicies(policyFile, settings, false);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const text = readFileSync(policyFile, 'utf8');
  const own = { ...settings, policiesAreDefault: false };
  if (/^\uFEFF?\s*</.test(text)) {
    const document = { file: policyFile, text };
    const alone = documentAlone(document, { name: 'document', match: { hosts: [], paths: [] } }, settings);
    return { ...own, policies: [], azure: alone };
  }
  const read = readPolicies(text, policyFile);
  if ('problems' in read) throw new ConfigurationError(read.problems);
  return { ...own, policies: read.policies, azure: undefined };
}

/** The same with other terms for its native policies. @throws CommandError when there is none that looks up by meaning */
export function withTerms(settings: Settings, { called, similarity, verify }: OtherTerms): Settings {
  const changed = settings.policies.filter(({ lookup }) => lookup?.semantic === true);
  if (changed.length === 0) {
    throw new CommandError(`--compare ${called}: no native policy looks up by meaning`, EXIT.wrongUsage);
  }
  const policies = settings.policies.map((policy) => {
    const { lookup } = policy;
    if (lookup?.semantic !== true) return policy;
    const minSimilarity = similarity ?? lookup.minSimilarity;
    return { ...policy, lookup: { ...lookup, minSimilarity, verify: verify ?? lookup.verify } };
  });
  return { ...settings, policies };
}
