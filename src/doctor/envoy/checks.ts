import type { Group } from '../check';
import { CLUSTER_CHECKS } from './cluster';
import { CONNECTION_CHECKS } from './connections';
import type { EnvoyFacts } from './facts';
import { FILTER_CHECKS } from './filter';
import { MODE_CHECKS } from './modes';
import { ORDER_CHECKS } from './order';
import { PROCESS_CHECKS } from './process';
import { STATISTICS_CHECKS } from './statistics';

export const ENVOY_GROUP: Group<EnvoyFacts> = {
  name: 'envoy',
  checks: [
    ...PROCESS_CHECKS,
    ...MODE_CHECKS,
    ...FILTER_CHECKS,
    ...ORDER_CHECKS,
    ...CONNECTION_CHECKS,
    ...CLUSTER_CHECKS,
    ...STATISTICS_CHECKS,
  ],
};
