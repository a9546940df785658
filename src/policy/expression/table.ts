import type { Run } from './run';

/** What is known of the types when a member's own type is worked out. */
export interface TypesAt {
  readonly self: string;
  /** Of a lambda: the type of its result. */
  readonly arguments: readonly string[];
  readonly typeArgument: string | undefined;
}

export interface Property<S> {
  readonly type: string;
  readonly get: (self: S, run: Run) => unknown;
}

export interface Parameter {
  readonly name: string;
  readonly optional: boolean;
  /** Takes all arguments from here on. */
  readonly rest: boolean;
  /** It is given a lambda: a JavaScript function when it comes to `call`. */
  readonly lambda: boolean;
  /** The type of what it gives to a local: `call` gets an `Assign`. */
  readonly out: string | undefined;
}

export type Assign = (value: unknown) => void;

export type Call<S> = (self: S, given: readonly unknown[], run: Run, typeArgument: string | undefined) => unknown;

export interface Method<S> {
  /** As written below, for people. */
  readonly signature: string;
  readonly parameters: readonly Parameter[];
  /** Types that its type argument may be; empty: it has none. */
  readonly typeArguments: readonly string[];
  /** A call without type argument is an error. */
  readonly needsTypeArgument: boolean;
  readonly type: string | ((types: TypesAt) => string);
  readonly call: Call<S>;
  /** Looks at the arguments that are literals when a policy is loaded: a problem, or a call that is prepared for them. */
  readonly prepare?: (literals: readonly unknown[]) => Prepared | undefined;
}

export type Prepared =
  { readonly kind: 'problem'; readonly problem: string } | { readonly kind: 'call'; readonly call: Call<never> };

/** The members of a type. Maps: a name that a table does not have resolves to nothing. */
export interface TypeTable {
  readonly name: string;
  readonly properties: ReadonlyMap<string, Property<never>>;
  readonly methods: ReadonlyMap<string, Method<never>>;
  /** Its properties are the same for every call. */
  readonly isEnumeration?: boolean;
}

export function table(
  name: string,
  properties: Readonly<Record<string, Property<never>>>,
  methods: Readonly<Record<string, Method<never>>> = {},
): TypeTable {
  return { name, properties: new Map(Object.entries(properties)), methods: new Map(Object.entries(methods)) };
}

export function property<S>(type: string, get: (self: S, run: Run) => unknown): Property<S> {
  return { type, get };
}

/**
 * @param signature "(name, optional?, ...rest)"; "=>name" takes a lambda; "&name:type" gives a local a value; "<A|B>" before it: a type argument that is needed, "<A|B?>": one
 * that may be left out
 */
export function method<S>(
  signature: string,
  type: Method<S>['type'],
  call: Call<S>,
  prepare?: Method<S>['prepare'],
): Method<S> {
  const [, types, list = ''] = /^(?:<(.*)>)?\((.*)\)$/.exec(signature) ?? [];
  return {
    signature: `${types === undefined ? '' : '<T>'}(${list.replaceAll('=>', '').replace(/&(\w+):[^,]+/, 'out $1')})`,
    parameters: list === '' ? [] : list.split(', ').map(parameterOf),
    typeArguments: types?.replace(/\?$/, '').split('|') ?? [],
    needsTypeArgument: types !== undefined && !types.endsWith('?'),
    type,
    call,
    ...(prepare && { prepare }),
  };
}

function parameterOf(written: string): Parameter {
  return {
    name: written.replace(/^\.\.\.|^=>|^&|\?$|:.*$/g, ''),
    optional: written.endsWith('?'),
    rest: written.startsWith('...'),
    lambda: written.startsWith('=>'),
    out: written.startsWith('&') ? written.slice(written.indexOf(':') + 1) : undefined,
  };
}
