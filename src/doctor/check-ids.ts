import { ENVOY_ANSWERS, SERVER_ANSWERS, THROUGH } from './asked';
import type { Check, GroupName } from './check';
import { CONFIGURATION_GROUP } from './configuration';
import { ENVOY_GROUP } from './envoy/checks';
import { MODEL_GROUP } from './model';
import { SERVER_GROUP } from './server';
import { STORE_GROUP } from './store';

/** What can be said of a check without any facts. */
export interface KnownCheck extends Pick<Check<never>, 'id' | 'severity' | 'title' | 'why'> {
  readonly group: GroupName;
}

/** Every check, in the order in which it is told. */
export const KNOWN_CHECKS: readonly KnownCheck[] = [
  CONFIGURATION_GROUP,
  MODEL_GROUP,
  STORE_GROUP,
  SERVER_ANSWERS,
  SERVER_GROUP,
  ENVOY_ANSWERS,
  ENVOY_GROUP,
  THROUGH,
].flatMap(({ name, checks }) =>
  checks.map(({ id, severity, title, why }) => ({ id, severity, title, why, group: name })),
);

/** The part that each check belongs to. */
export const CHECK_IDS: ReadonlyMap<string, GroupName> = new Map(KNOWN_CHECKS.map(({ id, group }) => [id, group]));
