import type { Check, Finding, NotLooked } from '../check';
import type { EnvoyFacts } from './facts';
import type { Placement, Variant } from './placements';
import { someOf } from './values';

export type EnvoyCheck = Check<EnvoyFacts>;

const NO_FILTER: NotLooked = { because: 'no ext_proc filter that asks the cache was found' };

/** Findings about each filter of the cache, each told with where it is. */
export function ofFilters(look: (placement: Placement, facts: EnvoyFacts) => readonly Finding[]): EnvoyCheck['look'] {
  return (facts) => {
    if (facts.placements.length === 0) return NO_FILTER;
    return merged(
      facts.placements.flatMap((placement) =>
        look(placement, facts).map((finding) => ({ place: placement.label, finding })),
      ),
    );
  };
}

/** The same for each set of settings that routes have. */
export function ofVariants(
  look: (variant: Variant, placement: Placement, facts: EnvoyFacts) => readonly Finding[],
): EnvoyCheck['look'] {
  return ofFilters((placement, facts) =>
    placement.variants.flatMap((variant) =>
      look(variant, placement, facts).map((finding) => ({
        ...finding,
        found:
          placement.variants.length === 1
            ? finding.found
            : `${finding.found}, for ${someOf(variant.routes.map(({ label }) => label))}`,
      })),
    ),
  );
}

/** What several listeners have wrong in the same way is told once. */
function merged(told: readonly { readonly place: string; readonly finding: Finding }[]): readonly Finding[] {
  const places = new Map<string, { finding: Finding; at: Set<string> }>();
  for (const { place, finding } of told) {
    const key = JSON.stringify(finding);
    const same = places.get(key);
    if (same === undefined) places.set(key, { finding, at: new Set([place]) });
    else same.at.add(place);
  }
  return [...places.values()].map(({ finding, at }) => ({
    ...finding,
    found: `${finding.found} (${someOf([...at])})`,
  }));
}

/** Findings about what the configuration of the cache says, where that could be read. */
export function needsSettings(
  look: (
    facts: EnvoyFacts & { readonly settings: NonNullable<EnvoyFacts['settings']> },
  ) => ReturnType<EnvoyCheck['look']>,
): EnvoyCheck['look'] {
  return (facts) => {
    const { settings } = facts;
    return settings === undefined
      ? { because: 'the configuration of the cache could not be read' }
      : look({ ...facts, settings });
  };
}

/** "SEND" of what is not set, as Envoy takes it. */
export function headerMode(mode: string | undefined): string {
  return mode === undefined || mode === 'DEFAULT' ? 'SEND' : mode;
}

/** "NONE" of what is not set. */
export function bodyMode(mode: string | undefined): string {
  return mode ?? 'NONE';
}

/** Whether the routes of a variant have their request bodies handed over whole, for paced replays (decision 18). */
export function isDuplex({ settings }: Variant): boolean {
  return bodyMode(settings.processing_mode?.request_body_mode) === 'FULL_DUPLEX_STREAMED';
}
