import type { GuardReason } from '../../core/reason';
import { tokenise, type Tokens } from '../tokens';

/** What one text quotes, the other must quote too, or say in the same words without the quotation marks. */
export function quoted(asked: Tokens, stored: Tokens): GuardReason | undefined {
  return lacksQuote(asked, stored) || lacksQuote(stored, asked) ? 'quoted' : undefined;
}

function lacksQuote(of: Tokens, other: Tokens): boolean {
  return of.quoted.some(
    (quote) => !other.quoted.includes(quote) && !other.spaced.includes(` ${spoken(quote, other)} `),
  );
}

/** As the words would stand in `spaced`. */
function spoken(quote: string, { detected }: Tokens): string {
  return tokenise(quote, detected).spaced.trim();
}
