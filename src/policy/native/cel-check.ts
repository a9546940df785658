import { BOUNDED, CEL_ENV, isPattern, type Expr } from './cel-library';
import { CEL_STRUCTS, CEL_VALUES, type CelVariable } from './cel-variables';

/** What an expression is about, as far as can be told before any call. */
export interface CheckedCel {
  /** Its CEL type; "dyn": depends on the call. */
  readonly type: string;
  /** By the name under which the planned expression asks for it. */
  readonly variables: ReadonlyMap<string, CelVariable>;
  readonly problems: readonly CelProblem[];
}

export interface CelProblem {
  /** Of the node. */
  readonly id: bigint;
  readonly message: string;
}

interface Walk {
  readonly sees: 'request' | 'response';
  readonly variables: Map<string, CelVariable>;
  readonly problems: CelProblem[];
  /** Of the node that is looked at. */
  depth: number;
}

interface Scope {
  /** Variables of macros, with their types. */
  readonly names: ReadonlyMap<string, string>;
  readonly inLoop: boolean;
}

type Kinds = Extract<Expr['exprKind'], { case: string }>;
type Kind<K extends Kinds['case']> = Extract<Kinds, { case: K }>['value'];

const DYN = 'dyn';
/** Planning and evaluation recurse, too. */
const DEEPEST = 250;

interface Planned {
  /** As an author writes it. */
  readonly sign: string;
  /** Operands that have to be conditions. */
  readonly conditions: number;
  readonly gives: (operands: readonly string[]) => string;
}

/** Operators that the planner works out itself. */
const PLANNED = new Map<string, Planned>([
  ['_&&_', { sign: '&&', conditions: 2, gives: () => 'bool' }],
  ['_||_', { sign: '||', conditions: 2, gives: () => 'bool' }],
  ['_?_:_', { sign: '?', conditions: 1, gives: ([, ...branches]) => commonType(branches) }],
  ['@not_strictly_false', { sign: '', conditions: 1, gives: () => 'bool' }],
  ['_[_]', { sign: '[]', conditions: 0, gives: () => DYN }],
]);

const TYPE_NAMES = new Set(['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type', 'type']);

/**
 * Finds what an expression reads and what cannot work in it. Changes the expression: fields of variables become variables of
 * their own ("request.path"), so that only those that are asked for are made, and what is looped over is bounded.
 */
export function checkCel(expr: Expr, sees: 'request' | 'response'): CheckedCel {
  const walk: Walk = { sees, variables: new Map(), problems: [], depth: 0 };
  const type = typeOf(expr, { names: new Map(), inLoop: false }, walk);
  return { type, variables: walk.variables, problems: walk.problems };
}

/** The type of an expression; its problems and variables are told to `walk`. */
function typeOf(expr: Expr, scope: Scope, walk: Walk): string {
  if (walk.depth > DEEPEST) return tooDeep(expr, walk);
  walk.depth += 1;
  const type = typeBelow(expr, scope, walk);
  walk.depth -= 1;
  return type;
}

/** Once: below there may be thousands. */
function tooDeep(expr: Expr, walk: Walk): string {
  const message = 'is nested too deeply';
  return walk.problems.some((problem) => problem.message === message) ? DYN : wrong(expr, message, walk);
}

function typeBelow(expr: Expr, scope: Scope, walk: Walk): string {
  const { exprKind } = expr;
  switch (exprKind.case) {
    case 'constExpr':
      return CONSTANTS.get(exprKind.value.constantKind.case ?? '') ?? DYN;
    case 'identExpr':
      return ofName(expr, exprKind.value.name, scope, walk);
    case 'selectExpr':
      return ofField(expr, exprKind.value, scope, walk);
    case 'callExpr':
      return ofCall(expr, exprKind.value, scope, walk);
    case 'listExpr':
      exprKind.value.elements.forEach((element) => typeOf(element, scope, walk));
      return 'list';
    case 'structExpr':
      return ofMap(expr, exprKind.value, scope, walk);
    case 'comprehensionExpr':
      return ofLoop(expr, exprKind.value, scope, walk);
    case undefined:
      return DYN;
  }
}

const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ['stringValue', 'string'],
  ['bytesValue', 'bytes'],
  ['doubleValue', 'double'],
  ['boolValue', 'bool'],
  ['int64Value', 'int'],
  ['uint64Value', 'uint'],
  ['nullValue', 'null_type'],
]);

function ofName(expr: Expr, name: string, { names }: Scope, walk: Walk): string {
  const own = names.get(name);
  if (own !== undefined) return own;
  const value = CEL_VALUES.get(name);
  if (value !== undefined) {
    walk.variables.set(name, value);
    return value.type;
  }
  if (TYPE_NAMES.has(name)) return 'type';
  const fields = CEL_STRUCTS.get(name);
  const message =
    fields === undefined
      ? `unknown variable ${name}; known: ${[...CEL_STRUCTS.keys(), ...CEL_VALUES.keys()].join(', ')}`
      : `${name} must be followed by one of its fields: ${[...fields.keys()].map((field) => `${name}.${field}`).join(', ')}`;
  return wrong(expr, message, walk);
}

function ofField(expr: Expr, { operand, field, testOnly }: Kind<'selectExpr'>, scope: Scope, walk: Walk): string {
  if (operand === undefined) return DYN;
  const name = operand.exprKind.case === 'identExpr' ? operand.exprKind.value.name : '';
  const fields = scope.names.has(name) ? undefined : CEL_STRUCTS.get(name);
  if (fields !== undefined) return ofStruct(expr, { name, field, fields, testOnly, at: operand.id }, walk);
  const type = typeOf(operand, scope, walk);
  if (type !== 'map' && type !== DYN) return wrong(expr, `a ${type} has no field ${field}`, walk);
  return testOnly ? 'bool' : DYN;
}

function ofStruct(
  expr: Expr,
  asked: {
    readonly name: string;
    readonly field: string;
    readonly fields: ReadonlyMap<string, CelVariable>;
    readonly testOnly: boolean;
    readonly at: bigint;
  },
  walk: Walk,
): string {
  const { name, field, fields, testOnly, at } = asked;
  if (name === 'response' && walk.sees === 'request') {
    return wrong(expr, 'response is there only in store.when and store.ttl', walk);
  }
  const variable = fields.get(field);
  if (variable === undefined) {
    return wrong(expr, `${name} has no field ${field}; known: ${[...fields.keys()].join(', ')}`, walk);
  }
  if (testOnly) return wrong(expr, `${name}.${field} is always there: compare it with an empty value`, walk);
  const variableName = `${name}.${field}`;
  walk.variables.set(variableName, variable);
  expr.id = at;
  expr.exprKind = { case: 'identExpr', value: { $typeName: 'cel.expr.Expr.Ident', name: variableName } };
  return variable.type;
}

function ofMap(expr: Expr, { messageName, entries }: Kind<'structExpr'>, scope: Scope, walk: Walk): string {
  if (messageName !== '') return wrong(expr, 'messages are not supported', walk);
  for (const { keyKind, value } of entries) {
    if (keyKind.case === 'mapKey') typeOf(keyKind.value, scope, walk);
    if (value !== undefined) typeOf(value, scope, walk);
  }
  return 'map';
}

function ofLoop(expr: Expr, loop: Kind<'comprehensionExpr'>, scope: Scope, walk: Walk): string {
  const { iterVar, accuVar, iterRange, accuInit, loopCondition, loopStep, result } = loop;
  if (scope.inLoop) return wrong(expr, 'a macro (all, exists, filter, map …) within a macro is not supported', walk);
  if (CEL_STRUCTS.has(iterVar) || CEL_VALUES.has(iterVar)) {
    return wrong(expr, `${iterVar} is a variable already: call that of the macro otherwise`, walk);
  }
  const over = iterRange === undefined ? DYN : typeOf(iterRange, scope, walk);
  if (over !== 'list' && over !== 'map' && over !== DYN) return wrong(expr, `a ${over} has no elements`, walk);
  if (iterRange !== undefined) loop.iterRange = withBound(iterRange);
  const accuType = accuInit === undefined ? DYN : typeOf(accuInit, scope, walk);
  const names = new Map([...scope.names, [iterVar, over === 'map' ? 'string' : DYN], [accuVar, accuType]]);
  const inside: Scope = { names, inLoop: true };
  for (const part of [loopCondition, loopStep]) if (part !== undefined) typeOf(part, inside, walk);
  return result === undefined ? accuType : typeOf(result, inside, walk);
}

function ofCall(expr: Expr, call: Kind<'callExpr'>, scope: Scope, walk: Walk): string {
  const { target, args } = call;
  const targetType = target === undefined ? undefined : typeOf(target, scope, walk);
  const types = args.map((arg) => typeOf(arg, scope, walk));
  const planned = PLANNED.get(call.function);
  if (planned !== undefined) return ofPlanned(expr, planned, types, walk);
  boundWithin(call, scope);
  const pattern = call.function === 'matches' ? constantText(args[0]) : undefined;
  if (pattern !== undefined && !isPattern(pattern)) {
    return wrong(expr, 'the pattern is no RE2 regular expression', walk);
  }
  return ofFunction(expr, { name: call.function, targetType, types }, walk);
}

function ofPlanned(expr: Expr, { sign, conditions, gives }: Planned, types: readonly string[], walk: Walk): string {
  const wrongOne = types.slice(0, conditions).find((type) => !fits(type, 'bool'));
  return wrongOne === undefined
    ? gives(types)
    : wrong(expr, `${sign} needs conditions, and this is a ${wrongOne}`, walk);
}

/** By the overloads of the library that take such values. */
function ofFunction(
  expr: Expr,
  given: { readonly name: string; readonly targetType: string | undefined; readonly types: readonly string[] },
  walk: Walk,
): string {
  const { name, targetType, types } = given;
  const overloads = name === BOUNDED ? undefined : CEL_ENV.funcs.find(name);
  if (overloads === undefined) return wrong(expr, `unknown function ${name}`, walk);
  const fitting = [...overloads].filter(
    (each) =>
      each.arguments.length === types.length &&
      (each.target === undefined) === (targetType === undefined) &&
      fits(targetType, each.target?.name) &&
      each.arguments.every((parameter, i) => fits(types[i], parameter.name)),
  );
  if (fitting.length > 0) return commonType(fitting.map(({ result }) => result.name));
  const all = [...(targetType === undefined ? [] : [targetType]), ...types].join(', ');
  return wrong(expr, `${name} cannot be applied to (${all})`, walk);
}

function commonType([first = DYN, ...more]: readonly string[]): string {
  return more.every((type) => type === first) ? first : DYN;
}

/** `x in list` in a loop would otherwise take time by the square of what a call holds. */
function boundWithin(call: Kind<'callExpr'>, { inLoop }: Scope): void {
  const [element, list] = call.args;
  if (inLoop && call.function === '@in' && element !== undefined && list !== undefined) {
    call.args = [element, withBound(list)];
  }
}

function withBound(expr: Expr): Expr {
  const call = { $typeName: 'cel.expr.Expr.Call', function: BOUNDED, args: [expr] } as const;
  return { $typeName: 'cel.expr.Expr', id: expr.id, exprKind: { case: 'callExpr', value: { ...call, args: [expr] } } };
}

function constantText(expr: Expr | undefined): string | undefined {
  if (expr?.exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = expr.exprKind.value;
  return constantKind.case === 'stringValue' ? constantKind.value : undefined;
}

function fits(given: string | undefined, wanted: string | undefined): boolean {
  return given === wanted || given === DYN || wanted === DYN;
}

function wrong({ id }: Expr, message: string, { problems }: Walk): string {
  problems.push({ id, message });
  return DYN;
}
