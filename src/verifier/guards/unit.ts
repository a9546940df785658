import type { GuardReason } from '../../core/reason';
import { missing } from '../multiset';
import type { Tokens } from '../tokens';

/** Each text measures in something that the other does not. A unit that only one text spells out is let pass. */
export function unit(asked: Tokens, stored: Tokens): GuardReason | undefined {
  const a = unitsOf(asked);
  const b = unitsOf(stored);
  return missing(a, b).length > 0 && missing(b, a).length > 0 ? 'unit' : undefined;
}

function unitsOf({ tokens, lexicon: { units, unitsAfterNumber } }: Tokens): ReadonlySet<string> {
  const found = new Set<string>();
  tokens.forEach((token, i) => {
    const unit = units.get(token.text) ?? unitsAfterNumber.get(token.text);
    if (unit === undefined || token.kind !== 'word') return;
    if (units.has(token.text) || tokens[i - 1]?.kind === 'number') found.add(unit);
  });
  return found;
}
