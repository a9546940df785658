import { formatPlace } from '../place';
import type { Findings } from '../problems';
import type { ApiSettings } from '../sources';
import { allOf, conflictsIn } from './conflicts';
import { effectiveOf, type Effective } from './effective';
import { warning } from './reading';
import { documentsOf, type Belonging, type Scopes } from './scopes';

/** Above this, products are left out. */
const MAX_COMBINATIONS = 200;

/** Warns of what no document shows by itself, only several laid into each other. */
export function checkCombinations(scopes: Scopes, apis: readonly ApiSettings[], findings: Findings): void {
  for (const belonging of combinationsOf(scopes, apis)) {
    const documents = documentsOf(scopes, belonging);
    const effective = effectiveOf(documents);
    if (documents.length > 1) warnOfConflicts(effective, findings);
    warnOfLoneStores(effective, findings);
  }
}

function combinationsOf(
  { apis, operations, products }: Scopes,
  declared: readonly ApiSettings[],
): readonly Belonging[] {
  const calls: Omit<Belonging, 'product'>[] = [
    ...[...apis.keys()].map((api) => ({ api, operation: undefined })),
    ...[...operations.keys()].map((operation) => ({ api: operation.slice(0, operation.indexOf('/')), operation })),
  ];
  const others = declared.length === 0 || declared.some(({ id }) => !apis.has(id));
  if (others) calls.push({ api: undefined, operation: undefined });
  const productIds = [undefined, ...products.keys()];
  const chosen = calls.length * productIds.length > MAX_COMBINATIONS ? [undefined] : productIds;
  return calls.flatMap((call) => chosen.map((product) => ({ ...call, product })));
}

function warnOfConflicts({ inbound, outbound }: Effective, findings: Findings): void {
  for (const { first, second } of [...conflictsIn(inbound), ...conflictsIn(outbound)]) {
    if (first.owner === second.owner) continue;
    const what = `<${second.name}> can run after the one at ${formatPlace(first.place)}, which another scope brings`;
    warning({ findings }, second.place, `${what}; the first that runs counts`);
  }
}

function warnOfLoneStores({ inbound, outbound }: Effective, findings: Findings): void {
  if (allOf('lookup', inbound).length > 0) return;
  for (const { name, place } of allOf('store', outbound)) {
    warning(
      { findings },
      place,
      `<${name}> stores nothing where no lookup can have run before it; add one to <inbound>`,
    );
  }
}
