import { firstVeto } from '../../../src/verifier/guards';
import { inOneLanguage, tokenise } from '../../../src/verifier/tokens';

/** What the guards find of two texts, as the verifier asks them. */
export function vetoOf(a: string, b: string): string | undefined {
  return firstVeto(...inOneLanguage(tokenise(a), tokenise(b)));
}
