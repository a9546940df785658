import type { IncomingMessage } from 'node:http';
import { RIGHTS, type Right } from '../core/access';
import type { Caller } from './caller';
import { certificateNames } from './certificate-names';
import { plain, type Answer } from './reply';
import { bearerOf, sameSecret } from './token';

/** Who may do what at the admin address. */
export interface AccessRules {
  /** Each gives its right and the lesser ones. */
  readonly tokens: Readonly<Partial<Record<Right, string>>>;
  /** Names in client certificates; `undefined`: certificates are not asked for. */
  readonly certificates: { readonly readers: readonly string[]; readonly changers: readonly string[] } | undefined;
  /** Only this machine reaches the address: anybody on it may view. */
  readonly loopback: boolean;
}

const TOKEN_KEYS = {
  view: 'view-token-file',
  read: 'read-token-file',
  change: 'token-file',
} as const satisfies Record<Right, string>;

const NOBODY: Caller = { who: 'nobody known', right: undefined, ambient: true, wrongToken: false };

/** The rights that are not greater than this one. */
export function rightsUpTo(right: Right | undefined): readonly Right[] {
  return right === undefined ? [] : RIGHTS.slice(0, RIGHTS.indexOf(right) + 1);
}

/** The credential with the greatest right. A wrong token is refused whatever else there is: who sends one means it. */
export function callerOf(request: IncomingMessage, rules: AccessRules): Caller {
  const token = bearerOf(request);
  const byToken = token === undefined ? undefined : ofToken(token, rules);
  if (token !== undefined && byToken === undefined) return { ...NOBODY, who: 'a wrong token', wrongToken: true };
  const anybody: Caller = { ...NOBODY, who: 'anybody on this machine', right: 'view' };
  const all = [byToken, ofCertificate(request, rules), rules.loopback ? anybody : undefined];
  return all.reduce<Caller>((best, one) => (one !== undefined && rank(one) > rank(best) ? one : best), NOBODY);
}

function rank({ right }: Caller): number {
  return right === undefined ? -1 : RIGHTS.indexOf(right);
}

/** Compares with every token, so that the time tells nothing of which one it is. */
function ofToken(token: string, { tokens }: AccessRules): Caller | undefined {
  const right = RIGHTS.filter((one) => sameSecret(token, tokens[one] ?? '') && tokens[one] !== undefined).at(-1);
  return right && { who: TOKEN_KEYS[right], right, ambient: false, wrongToken: false };
}

function ofCertificate(request: IncomingMessage, { certificates }: AccessRules): Caller | undefined {
  const found = certificates && certificateNames(request);
  if (certificates === undefined || found === undefined) return undefined;
  const named = (of: readonly string[]): string | undefined => found.names.find((name) => has(of, name));
  const changer = named(certificates.changers);
  const reader = named(certificates.readers);
  const who = `certificate ${changer ?? reader ?? found.names[0] ?? 'without a name'}`;
  const right = changer !== undefined ? 'change' : reader !== undefined ? 'read' : 'view';
  return { who, right, ambient: true, wrongToken: false };
}

/** Case is of no matter in DNS names, and of matter in URIs. */
function has(wanted: readonly string[], name: string): boolean {
  return wanted.some((one) => one === name || (!one.includes(':') && one.toLowerCase() === name));
}

const DOING: Readonly<Record<Right, string>> = {
  view: 'to view',
  read: 'to read entries',
  change: 'to change entries or settings',
};

/** What a caller gets that lacks a right: with what it would be given, or which key would give it to anybody. */
export function refusalOf(caller: Caller, needed: Right, rules: AccessRules): Answer | undefined {
  const ways = waysTo(needed, rules);
  const open = needed === 'view' && rules.loopback;
  if (!caller.wrongToken && rightsUpTo(caller.right).includes(needed)) return undefined;
  if (ways.length === 0 && !open) {
    return plain(403, `nobody may do this here: set admin.${TOKEN_KEYS[needed]} ${DOING[needed]}`);
  }
  if (caller.wrongToken)
    return unauthorized(`wrong bearer token: ${open ? 'none is needed here' : needs(needed, ways)}`);
  // One with a credential of ours is known, and it is not enough.
  if (caller.right !== undefined && caller.who !== 'anybody on this machine') {
    return plain(403, `not with ${caller.who}: ${needs(needed, ways)}`);
  }
  return unauthorized(needs(needed, ways));
}

function needs(right: Right, ways: readonly string[]): string {
  return `${DOING[right]}, give ${ways.join(', or ')}`;
}

function waysTo(needed: Right, { tokens, certificates }: AccessRules): readonly string[] {
  const enough = RIGHTS.slice(RIGHTS.indexOf(needed));
  return [
    ...enough.filter((one) => tokens[one] !== undefined).map((one) => `the bearer token of admin.${TOKEN_KEYS[one]}`),
    ...(certificates === undefined ? [] : certificateWays(needed, certificates)),
  ];
}

function certificateWays(
  needed: Right,
  { readers, changers }: NonNullable<AccessRules['certificates']>,
): readonly string[] {
  if (needed === 'view') return ['a certificate of admin.tls.client-ca-file'];
  const lists = [
    ...(needed === 'read' && readers.length > 0 ? ['admin.tls.readers'] : []),
    ...(changers.length > 0 ? ['admin.tls.changers'] : []),
  ];
  return lists.length === 0 ? [] : [`a certificate that ${lists.join(' or ')} names`];
}

function unauthorized(text: string): Answer {
  return { ...plain(401, text), headers: { 'www-authenticate': 'Bearer realm="llm-semantic-cache"' } };
}
