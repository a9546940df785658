import type { PolicyCall } from '../call';
import { anyReads, constant, type Computed } from '../computed';
import { toText } from '../expression/result';
import { ofCredential, ofGroup, type Identity, type IdentityValue } from '../identity';
import type { Share } from '../sources';
import type { Element } from './element';
import { evaluated } from './evaluated';
import { checkAttributes, checkNoText, problem, warning, type Reading } from './reading';
import { isExpression, readWritten } from './written';

/** Parts of expressions that tell callers apart. */
const CALLER_PARTS = /Subscription|User|Headers|AsJwt|Certificate|IpAddress|Variables/;

interface VaryBy {
  readonly value: Computed<string | null>;
  readonly tellsCallersApart: boolean;
}

export function readVaryBys(element: Element, reading: Reading): readonly VaryBy[] {
  checkNoText(element, reading);
  return element.children.flatMap((child) => {
    if (child.name !== 'vary-by') {
      problem(reading, child.place, `<${child.name}> is not allowed in <${element.name}>; it holds: <vary-by>`);
      return [];
    }
    return readVaryBy(child, reading) ?? [];
  });
}

function readVaryBy(element: Element, reading: Reading): VaryBy | undefined {
  checkAttributes(element, [], reading);
  const child = element.children[0];
  if (child !== undefined) {
    problem(reading, child.place, `<${child.name}> is not allowed in <vary-by>; it holds text`);
    return undefined;
  }
  const written = readWritten(element.content(), reading.azure.namedValues, reading.findings);
  if (written.text === '') {
    problem(
      reading,
      element.place,
      '<vary-by> is empty; it has to be an expression such as @(context.Subscription.Id)',
    );
    return undefined;
  }
  const value = isExpression(written)
    ? evaluated(written, 'inbound', toText, reading.findings)
    : constant(written.text, written.shown);
  return value && { value, tellsCallersApart: isExpression(written) && CALLER_PARTS.test(written.text) };
}

/** Whose entries: the configured share, as far as it makes sense for this lookup. */
export function shareOf(element: Element, varyBys: readonly VaryBy[], reading: Reading): Share {
  const { share } = reading.azure.defaults;
  if (share === 'credential') return share;
  const hasVaryBy = element.children.some(({ name }) => name === 'vary-by');
  if (!hasVaryBy && share !== 'everyone') {
    warning(
      reading,
      element.place,
      'without vary-by Azure would share answers among all callers; here entries stay with the credential of the caller; ' +
        "set azure.defaults.share: everyone for Azure's behaviour",
    );
    return 'credential';
  }
  if (!hasVaryBy) return 'everyone';
  if (share !== 'everyone' && !varyBys.some(({ tellsCallersApart }) => tellsCallersApart)) {
    warning(
      reading,
      element.place,
      'no vary-by tells callers apart, so all callers share answers; add <vary-by>@(context.Subscription.Id)</vary-by>, ' +
        'or set azure.defaults.share: everyone if that is meant',
    );
  }
  return 'varyBy';
}

export function identityOf(
  varied: readonly Computed<string | null>[],
  share: Share,
  { credentialHeaders }: Reading,
): Computed<Identity> {
  const valuesOf = (call: PolicyCall): readonly IdentityValue[] =>
    // Named by what is asked: equal values of different vary-bys, as of two branches, are not the same callers.
    varied.map((value) => [value.source, value.of(call)] as const);
  return {
    source: varied.map(({ source }) => source).join(', '),
    reads: anyReads(varied.map(({ reads }) => reads)),
    of: (call) =>
      share === 'credential' ? ofCredential(valuesOf(call), call.head, credentialHeaders) : ofGroup(valuesOf(call)),
  };
}
