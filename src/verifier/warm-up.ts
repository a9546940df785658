import type { Pair } from '../core/verifier';
import { verifier } from './verifier';
import type { Language } from './words/index';

/** Of each language two texts that no guard parts, so that all of the verifier runs. */
export const WARMING_PAIRS: Readonly<Record<Language, Omit<Pair, 'similarity'>>> = {
  en: {
    asked: 'How do I reset my "GitHub" password within 2 days in Paris?',
    stored: 'How can I reset my "GitHub" password in two days in Paris?',
  },
  de: {
    asked: 'Wie setze ich mein „GitHub“-Passwort in Paris binnen 2 Tagen zurück?',
    stored: 'Wie kann ich mein „GitHub“-Passwort in Paris binnen zwei Tagen zurücksetzen?',
  },
  fr: {
    asked: 'Comment réinitialiser mon mot de passe « GitHub » à Paris en 2 jours ?',
    stored: 'Comment puis-je réinitialiser mon mot de passe « GitHub » à Paris en deux jours ?',
  },
  es: {
    asked: '¿Cómo puedo restablecer mi contraseña de «GitHub» en París en 2 días?',
    stored: '¿Cómo restablezco mi contraseña de «GitHub» en París en dos días?',
  },
};

/** Verifies a pair of each language, for a process that will serve: its first calls need not wait for code that has never run. */
export function warmUp(): void {
  for (const pair of Object.values(WARMING_PAIRS)) verifier.verify({ ...pair, similarity: 0.9 }, 'strict');
}
