import type { GuardReason } from '../../core/reason';
import { unpaired } from '../multiset';
import type { Token } from '../token';
import type { Tokens } from '../tokens';

/** Identifiers, paths, flags, file names, addresses and operators must agree, in whatever order. */
export function code(asked: Tokens, stored: Tokens): GuardReason | undefined {
  return lacksCode(asked, stored) || lacksCode(stored, asked) || otherOperator(asked, stored) ? 'code' : undefined;
}

function lacksCode(of: Tokens, other: Tokens): boolean {
  return of.tokens.some((token) => token.kind === 'code' && !says(other, token));
}

/** "user_id" may be said as "user id", "map()" as "map", "os.path" as "the path module of os". */
function says(text: Tokens, { text: written, spoken }: Token): boolean {
  if (text.texts.has(written)) return true;
  if (spoken === '') return false;
  if (text.spaced.includes(` ${spoken} `) || text.texts.has(spoken.replace(/ /g, ''))) return true;
  const parts = written.split('.');
  return parts.length > 1 && parts.every((part) => text.texts.has(part));
}

function otherOperator({ operators: a }: Tokens, { operators: b }: Tokens): boolean {
  const rest = unpaired(a, b);
  return rest.a.length > 0 && rest.b.length > 0;
}
