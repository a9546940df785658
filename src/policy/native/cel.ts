import { celError, isCelError, isCelUint, parse, plan, type CelInput } from '@bufbuild/cel';
import { PolicyFault } from '../../core/errors';
import type { PolicyCall } from '../call';
import type { Computed, Reads } from '../computed';
import type { Findings } from '../problems';
import { checkCel } from './cel-check';
import { CEL_ENV, OUR_FAULT } from './cel-library';
import type { CelVariable } from './cel-variables';

/** What a CEL expression has to give: a condition, a text (null, also for an empty one: none), or a whole number of seconds. */
export interface CelKinds {
  readonly bool: boolean;
  readonly string: string | null;
  readonly seconds: number;
}

export interface CelPlace {
  /** For messages. */
  readonly at: string;
  /** `response` is there where answers are ruled on. */
  readonly sees: 'request' | 'response';
}

const LONGEST = 8192;

type Parsed = ReturnType<typeof parse>;

/** An expression of the Common Expression Language. `undefined` when it is none that can work; `findings` then says why. */
export function compileCel<K extends keyof CelKinds>(
  text: string,
  kind: K,
  { at, sees }: CelPlace,
  findings: Findings,
): Computed<CelKinds[K]> | undefined {
  const parsed = parseCel(text, at);
  if (typeof parsed === 'string') {
    findings.problems.push(parsed);
    return undefined;
  }
  const { type, variables, problems } = checkCel(parsed.expr, sees);
  const placed = (id: bigint | undefined, message: string): string => `${at}: ${whereIs(id, parsed, text)}${message}`;
  const found = problems.map(({ id, message }) => placed(id, message));
  if (found.length === 0 && type !== 'dyn' && !TYPES[kind].includes(type)) {
    found.push(`${at}: gives a ${type}; must give ${RULES[kind]}`);
  }
  findings.problems.push(...found);
  if (found.length > 0) return undefined;
  return { source: text, reads: readsOf(variables), of: evaluator(kind, { at, parsed, variables, placed }) };
}

interface Runnable {
  readonly at: string;
  readonly parsed: Parsed;
  readonly variables: ReadonlyMap<string, CelVariable>;
  readonly placed: (id: bigint | undefined, message: string) => string;
}

function evaluator<K extends keyof CelKinds>(kind: K, runnable: Runnable): (call: PolicyCall) => CelKinds[K] {
  const { at, parsed, variables, placed } = runnable;
  const run = plan(CEL_ENV, parsed);
  return (call) => {
    const result = run(bindings(variables, call));
    if (isCelError(result)) throw new PolicyFault(placed(result.exprId, reasonOf(result)));
    const value = CONVERSIONS[kind](result);
    if (value === undefined) throw new PolicyFault(`${at}: did not give ${RULES[kind]}`);
    return value;
  };
}

const TYPES: Readonly<Record<keyof CelKinds, readonly string[]>> = {
  bool: ['bool'],
  string: ['string', 'null_type'],
  seconds: ['int', 'uint', 'double'],
};

const RULES: Readonly<Record<keyof CelKinds, string>> = {
  bool: 'true or false',
  string: 'a text, or null for none',
  seconds: 'a whole number of seconds',
};

const CONVERSIONS: { readonly [K in keyof CelKinds]: (value: unknown) => CelKinds[K] | undefined } = {
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  string: (value) => (value === null || value === '' ? null : typeof value === 'string' ? value : undefined),
  seconds: (value) => {
    const number = isCelUint(value) ? value.value : value;
    const seconds = typeof number === 'bigint' ? Number(number) : number;
    return Number.isSafeInteger(seconds) ? (seconds as number) : undefined;
  },
};

/** The parsed expression, or what is wrong with the text. */
function parseCel(text: string, at: string): Parsed | string {
  if (Buffer.byteLength(text) > LONGEST) return `${at}: is longer than ${LONGEST} bytes`;
  try {
    return parse(text);
  } catch (error) {
    return `${at}: ${syntaxProblem(error, text)}`;
  }
}

function syntaxProblem(error: unknown, text: string): string {
  if (error instanceof RangeError) return 'is nested too deeply';
  const { location, message } = error as Error & { location?: { start: { offset: number } } };
  // What the parser expects is a list of every kind of token.
  const found = /found ([^]+?) but expecting/.exec(message)?.[1];
  const place = location === undefined ? '' : position(location.start.offset, text);
  return `${place}not valid CEL${found === undefined ? '' : `: unexpected ${found}`}`;
}

function whereIs(id: bigint | undefined, { sourceInfo }: Parsed, text: string): string {
  const offset = sourceInfo?.positions[String(id)];
  return offset === undefined ? '' : position(offset, text);
}

function position(offset: number, text: string): string {
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return text.includes('\n') ? `line ${before.length}, column ${column}: ` : `column ${column}: `;
}

function readsOf(variables: ReadonlyMap<string, CelVariable>): Reads {
  const bodies = new Set([...variables.values()].map(({ body }) => body));
  return { requestBody: bodies.has('request'), responseBody: bodies.has('response') };
}

/** Bodies are read when the expression gets to them: a condition may rule a call out before. */
function bindings(variables: ReadonlyMap<string, CelVariable>, call: PolicyCall): Record<string, CelInput> {
  const bound = Object.create(null) as Record<string, CelInput>;
  for (const [name, { body, of }] of variables) {
    if (body === undefined) bound[name] = orError(() => of(call));
    else Object.defineProperty(bound, name, { get: () => orError(() => of(call)) });
  }
  return bound;
}

/** As a value, so that `||` and `&&` can do without it. */
function orError(read: () => CelInput): CelInput {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error;
    return celError(`${OUR_FAULT}${error.message}`) as unknown as CelInput;
  }
}

/** The library's own messages may quote a key or value of the call. */
function reasonOf({ message }: Error): string {
  if (message.startsWith(OUR_FAULT)) return message.slice(OUR_FAULT.length);
  return REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? 'could not be worked out';
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^field not found/, 'there is no such key; ask with "in" or has() first'],
  [/^found no matching overload/, 'an operator or function does not take values of these types'],
  [/^index \S+ out of bounds/, 'there is no such element'],
  [/^\w+ (?:divide|modulus) by zero/, 'division by zero'],
];
