import type { Access, Right } from '../core/access';
import { ask, Refused, type Asked } from './http.js';

/** Kept until the tab is closed, and seen by no other one. */
const KEPT_AS = 'llm-semantic-cache-token';

/** What a header can carry, and servers take. */
const TOKEN = /^[\x21-\x7e]+$/;

/** Who looks at the page, and what he may do. */
export interface Session {
  /** `undefined` while it is not known, or where nothing may be seen without a token. */
  access(): Access | undefined;
  /** Why the last token was not taken, or nothing can be seen. */
  problem(): string | undefined;
  has(right: Right): boolean;
  hasToken(): boolean;
  /** Resolves when the server has said what the token may do. @throws when it cannot be reached */
  signIn(token: string): Promise<void>;
  signOut(): Promise<void>;
  /** Asks the server again. @throws when it cannot be reached */
  refresh(): Promise<void>;
  /** As `ask`, with the token. @throws as `ask` */
  ask<T>(path: string, asked?: Omit<Asked, 'token'>): Promise<T>;
}

/** @param changed called whenever something of it is another */
export function createSession(changed: () => void): Session {
  let access: Access | undefined;
  let problem: string | undefined;
  let token = sessionStorage.getItem(KEPT_AS) ?? undefined;

  function keep(value: string | undefined): void {
    token = value;
    if (value === undefined) sessionStorage.removeItem(KEPT_AS);
    else sessionStorage.setItem(KEPT_AS, value);
  }

  async function refresh(): Promise<void> {
    const asWith = token;
    try {
      const known = await ask<Access>('access', { token, timeout: 10_000 });
      if (asWith !== token) return;
      access = known;
      problem = undefined;
    } catch (error) {
      if (asWith !== token) return;
      if (!(error instanceof Refused)) throw error;
      await refused(error);
    }
    changed();
  }

  /** A token that the server does not take is forgotten; what can be seen without one is still seen. */
  async function refused(error: Refused): Promise<void> {
    access = undefined;
    const given = token !== undefined;
    keep(undefined);
    if (given) await refresh();
    problem = given ? `The server does not take this token: ${error.message}` : error.message;
  }

  return {
    access: () => access,
    problem: () => problem,
    has: (right) => access?.rights.includes(right) ?? false,
    hasToken: () => token !== undefined,
    async signIn(value) {
      if (!TOKEN.test(value)) {
        problem = 'This is no token: it would be visible ASCII characters, without spaces.';
        changed();
        return;
      }
      keep(value);
      await refresh();
    },
    signOut: () => {
      keep(undefined);
      problem = undefined;
      return refresh();
    },
    refresh,
    async ask(path, asked) {
      try {
        return await ask(path, { ...asked, token });
      } catch (error) {
        // The rights have changed since: a rotated token, a restart with another configuration.
        if (error instanceof Refused && (error.status === 401 || error.status === 403)) {
          await refresh();
        }
        throw error;
      }
    },
  };
}
