import { VERIFY_MODES } from '../core/policy';
import type { FlagSpecs } from './command-spec';

/** Flags of every command that reads the configuration. */
export const CONFIGURATION_FLAGS = {
  config: { value: 'FILE', meaning: 'The configuration file; without it LSC_CONFIG names it, or the defaults apply' },
  set: {
    value: 'KEY=VALUE',
    meaning: 'Sets one key over file and LSC_… variables, such as log.level=debug',
    repeatable: true,
  },
} as const satisfies FlagSpecs;

export const JSON_FLAG = {
  json: { meaning: 'Prints one JSON object, and an error as {"error": "…"} to standard error' },
} as const satisfies FlagSpecs;

/** Flags of commands whose work may take long. */
export const QUIET_FLAG = {
  quiet: { meaning: 'Shows no progress; it is only shown on a terminal anyway' },
} as const satisfies FlagSpecs;

/** Flags of commands that may have to speak TLS to the admin server. */
export const ADMIN_TLS_FLAGS = {
  'admin-ca': {
    value: 'FILE',
    meaning:
      'Authorities to trust where it speaks TLS; PEM. Without it those of the machine, or, of admin.address, admin.tls.cert-file itself',
  },
  'admin-cert': { value: 'FILE', meaning: 'A client certificate for it; PEM, goes with --admin-key' },
  'admin-key': { value: 'FILE', meaning: 'The key of that certificate; PEM, without a passphrase' },
} as const satisfies FlagSpecs;

/** Flags of commands that ask the admin server of a running service. */
export const ADMIN_FLAGS = {
  admin: { value: 'URL', meaning: 'The admin server of the service; without it admin.address of the configuration' },
  'token-file': { value: 'FILE', meaning: 'Its token; without it admin.token-file of the configuration' },
  ...ADMIN_TLS_FLAGS,
} as const satisfies FlagSpecs;

/** Which entries are meant. Named as the parameters of the admin server, which judges their values. */
export const FILTER_FLAGS = {
  id: { value: 'ID', meaning: 'The entry with this id', repeatable: true },
  partition: { value: 'P', meaning: 'Entries of this partition' },
  policy: { value: 'NAME', meaning: 'Entries that this policy stored' },
  model: { value: 'NAME', meaning: 'Answers of this model' },
  tag: { value: 'TAG', meaning: 'Entries that an import gave this tag' },
  'older-than': { value: 'DURATION', meaning: 'Entries stored longer ago, such as 30m, 12h, 7d' },
} as const satisfies FlagSpecs;

/** By what pairs of texts are judged. */
export const JUDGING_FLAGS = {
  model: { value: 'DIR', meaning: "The embedding model's folder, in place of embedding.model" },
  verify: {
    value: 'MODE',
    meaning: "How candidates are verified, in place of the policy's mode",
    choices: VERIFY_MODES,
  },
  similarity: { value: 'S', meaning: "Least cosine similarity of a candidate, 0 to 1, in place of the policy's" },
  threshold: { value: 'T', meaning: "Least score of a hit, 0 to 1, in place of the verifier's own for the mode" },
  policy: { value: 'NAME', meaning: 'The native policy whose terms apply; needed only where several look up' },
  ...JSON_FLAG,
} as const satisfies FlagSpecs;
