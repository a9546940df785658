import type { GuardReason } from '../../core/reason';
import { missing } from '../multiset';
import type { Tokens } from '../tokens';
import { UNIT_AFTER_NUMBER, UNIT_OF } from '../words/units';

/** Each text measures in something that the other does not. A unit that only one text spells out is let pass. */
export function unit(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const a = unitsOf(asked);
  const b = unitsOf(stored);
  return missing(a, b).length > 0 && missing(b, a).length > 0 ? 'unit' : undefined;
}

function unitsOf({ tokens }: Tokens): ReadonlySet<string> {
  const found = new Set<string>();
  tokens.forEach((token, i) => {
    const unit = UNIT_OF.get(token.text) ?? UNIT_AFTER_NUMBER.get(token.text);
    if (unit === undefined || token.kind !== 'word') return;
    if (UNIT_OF.has(token.text) || tokens[i - 1]?.kind === 'number') found.add(unit);
  });
  return found;
}
