import { loadSettings } from '../config/load';
import type { Settings } from '../config/settings';
import { hasLearnedScore, VERIFY_MODES, type LookupSettings, type VerifyMode } from '../core/policy';
import { PLAIN_SIMILARITY } from '../evaluation/judge';
import { CommandError } from './command-error';
import { numberFlag, textFlag, type NumberRule } from './flag-values';
import type { FlagValues, Flags } from './flags';
import type { Process } from './process';

/** What pairs are judged by. */
export interface JudgingTerms {
  /** With the model that the flags name. */
  readonly settings: Settings;
  readonly mode: VerifyMode;
  readonly minSimilarity: number;
  readonly candidates: number;
  /** `undefined`: the verifier's own for the mode. */
  readonly threshold: number | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Flags over the policy's terms; the policy is `--policy`, else the only one that looks up. @throws CommandError, ConfigurationError */
export function judgingTerms({ values, configuration }: Flags, { env }: Pick<Process, 'env'>): JudgingTerms {
  const { settings } = loadSettings({ argv: configuration, env });
  const { embedding } = settings;
  const model = textFlag(values, 'model') ?? embedding.model;
  const similarity = numberFlag(values, 'similarity', SHARE);
  const verify = verifyFlag(values);
  const lookup = lookupOf(settings, values, { similarity, verify });
  const mode = verify ?? lookup.verify;
  return {
    settings: { ...settings, embedding: { ...embedding, model } },
    mode,
    minSimilarity: similarity ?? floorOf(lookup, mode),
    candidates: lookup.candidates,
    threshold: numberFlag(values, 'threshold', SHARE),
    json: values['json'] === true,
    quiet: values['quiet'] === true,
  };
}

/** A floor for a learned score is far too low where the similarity decides alone. */
function floorOf({ verify, minSimilarity }: LookupTerms, mode: VerifyMode): number {
  return !hasLearnedScore(mode) && hasLearnedScore(verify) ? Math.max(minSimilarity, PLAIN_SIMILARITY) : minSimilarity;
}

type LookupTerms = Pick<LookupSettings, 'verify' | 'minSimilarity' | 'candidates'>;

const CANDIDATES = 5;

function lookupOf(
  { policies }: Settings,
  values: FlagValues,
  given: { readonly similarity: number | undefined; readonly verify: VerifyMode | undefined },
): LookupTerms {
  const name = textFlag(values, 'policy');
  const known = policies.flatMap(({ name: of, lookup }) => (lookup?.semantic === true ? [{ name: of, lookup }] : []));
  const named = name === undefined ? known : known.filter((policy) => policy.name === name);
  const names = known.map((policy) => policy.name).join(', ');
  const [first, second] = named;
  if (name !== undefined && first === undefined) {
    const those = names === '' ? 'no native policy does' : `those that do: ${names}`;
    throw new CommandError(`--policy: no native policy ${name} looks up by meaning; ${those}`, 2);
  }
  if (first !== undefined && second === undefined) return first.lookup;
  if (given.similarity !== undefined && given.verify !== undefined) {
    return { verify: given.verify, minSimilarity: given.similarity, candidates: CANDIDATES };
  }
  const which = first === undefined ? 'no native policy looks up by meaning' : `several policies look up: ${names}`;
  const fix = first === undefined ? '' : '--policy NAME, or ';
  throw new CommandError(`${which}; give ${fix}both --similarity and --verify`, 2);
}

function verifyFlag(values: FlagValues): VerifyMode | undefined {
  const text = textFlag(values, 'verify');
  return VERIFY_MODES.find((known) => known === text);
}

const SHARE: NumberRule = {
  rule: 'must be a number from 0 to 1, such as 0.95',
  holds: (value) => value >= 0 && value <= 1,
};
