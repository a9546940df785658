import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../core/errors';

/** Shorter ones could be guessed. */
const FEWEST_CHARACTERS = 16;

/**
 * The token in a file, without white space around it.
 *
 * @param key that names the file
 * @throws ConfigurationError when there is no such file, or no token in it that could be sent in a header
 */
export function readAdminToken(file: string, key = 'admin.token-file'): string {
  const token = read(file, key).trim();
  if (token.length >= FEWEST_CHARACTERS && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new ConfigurationError([
    `${key}: ${file} must hold one token of at least ${FEWEST_CHARACTERS} visible ASCII characters: make one with \`openssl rand -hex 32\``,
  ]);
}

function read(file: string, key: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`${key}: ${file} cannot be read: ${(error as Error).message}`]);
  }
}
