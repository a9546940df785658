import type { PoliciesInForce } from '../config/policies-in-force';
import type { ConfigurationPart } from '../config/watch';
import type { Clock } from '../core/clock';

/** What applies, and what is written but wrong and therefore does not. */
export interface PolicyReport {
  inForce(): PoliciesInForce;
  applied(policies: PoliciesInForce): void;
  refused(of: ConfigurationPart, problems: readonly string[]): void;
  mended(of: ConfigurationPart): void;
  /** For /policies. */
  show(): unknown;
  /** How many problems each part has. */
  problems(): Readonly<Record<ConfigurationPart, number>>;
}

interface Refusal {
  readonly problems: readonly string[];
  /** Milliseconds since the epoch; of the first refusal since the part was last right. */
  readonly since: number;
}

export function createPolicyReport(clock: Clock, first: PoliciesInForce): PolicyReport {
  let inForce = first;
  const refusals = new Map<ConfigurationPart, Refusal>();
  const refused: PolicyReport['refused'] = (of, problems) => {
    refusals.set(of, { problems, since: refusals.get(of)?.since ?? clock.now() });
  };
  if (first.pod.problems.length > 0) refused('annotations', first.pod.problems);
  return {
    inForce: () => inForce,
    applied(policies) {
      inForce = policies;
    },
    refused,
    mended(of) {
      refusals.delete(of);
    },
    show: () => ({
      policies: inForce.meanings,
      annotations: inForce.pod.policies.kind,
      refused: Object.fromEntries([...refusals].map(([of, refusal]) => [of, shown(refusal)])),
    }),
    problems: () => ({
      configuration: refusals.get('configuration')?.problems.length ?? 0,
      annotations: refusals.get('annotations')?.problems.length ?? 0,
    }),
  };
}

function shown({ problems, since }: Refusal): unknown {
  return { problems, since: new Date(since).toISOString() };
}
