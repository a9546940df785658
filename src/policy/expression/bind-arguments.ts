import type { Binder, Bound } from './binder';
import { castTo } from './convert';
import { spend, type Run } from './run';
import { elementType } from './sequence';
import type { Argument, Chain, Expression } from './syntax';
import type { Method, Parameter } from './table';
import { isAssignable, knownType } from './type-rules';

export interface BoundArguments {
  /** By the order of the parameters; `undefined` for one that is left out before a named one. */
  readonly values: readonly (Bound | undefined)[];
  /** Where the first stands. */
  readonly at: number | undefined;
}

interface Called {
  /** `undefined` where it is known at run time only. */
  readonly method: Method<never> | undefined;
  readonly name: string;
  /** The type of what it is called on. */
  readonly self: string;
}

export function bindArguments(binder: Binder, node: Chain & { kind: 'call' }, called: Called): BoundArguments {
  checkTypeArguments(binder, node, called);
  const values: (Bound | undefined)[] = [];
  const at = node.arguments[0]?.value.start;
  node.arguments.forEach((argument, position) => {
    const index = indexOf(binder, argument, position, called);
    const parameter = parameterAt(called.method?.parameters ?? [], index);
    while (values.length < index) values.push(undefined);
    values[index] = bindArgument(binder, argument.value, parameter, called);
  });
  checkCount(binder, node, values, called);
  return { values, at };
}

function bindArgument(
  binder: Binder,
  value: Expression,
  parameter: Parameter | undefined,
  { name, self }: Called,
): Bound {
  if (parameter?.out !== undefined && value.kind === 'out') return bindOut(binder, value, parameter.out);
  if (parameter?.out !== undefined)
    return binder.problem(value.start, `${name}() takes "out" and a local here: out var ${parameter.name}`);
  if (value.kind !== 'lambda') {
    const bound = binder.bind(value);
    return parameter?.lambda ? binder.problem(value.start, `${name}() takes a lambda here: item => …`) : bound;
  }
  if (!parameter?.lambda) return binder.problem(value.start, `${name}() takes no lambda here`);
  return bindLambda(binder, value, elementType(self) ?? 'object');
}

/** Gives a function that a method hands the value to. */
function bindOut(binder: Binder, node: Expression & { kind: 'out' }, out: string): Bound {
  const { name, start } = node;
  const type = node.type ? knownType(binder, node.type) : out;
  const local = node.declares ? binder.declare(name, type, start) : binder.find(name);
  if (!local) return binder.problem(start, `"${name}" is no local that was declared before`);
  if (!isAssignable(local.type, out))
    return binder.problem(start, `a value of type ${out} for a local of type ${local.type}`);
  const { slot } = local;
  const assign = (run: Run) => (value: unknown) => {
    run.locals[slot] = value === null ? null : castTo(run, local.type, value);
  };
  return { type: out, run: assign };
}

/** Gives a function of one item; its type is that of the function's result. */
function bindLambda(binder: Binder, { parameter, body, start }: Expression & { kind: 'lambda' }, item: string): Bound {
  const inner = binder.inner();
  const { slot } = inner.declare(parameter, item, start);
  const bound = inner.bind(body);
  const run = (run: Run) => (value: unknown) => {
    spend(run, 1);
    const { at } = run;
    run.locals[slot] = value;
    const result = bound.run(run);
    run.at = at;
    return result;
  };
  return { type: bound.type, run };
}

function indexOf(binder: Binder, { name, value }: Argument, position: number, { method, name: of }: Called): number {
  if (name === undefined || !method) return position;
  const index = method.parameters.findIndex((parameter) => parameter.name === name);
  if (index >= position) return index;
  binder.problem(value.start, `${of}() has no argument "${name}"; it is ${of}${method.signature}`);
  return position;
}

function parameterAt(parameters: readonly Parameter[], index: number): Parameter | undefined {
  const last = parameters.at(-1);
  return parameters[index] ?? (last?.rest ? last : undefined);
}

function checkCount(
  binder: Binder,
  node: Chain & { kind: 'call' },
  values: readonly unknown[],
  { method, name }: Called,
): void {
  if (!method) return;
  const { parameters, signature } = method;
  const most = parameters.at(-1)?.rest ? Infinity : parameters.length;
  const isMissing = parameters.some(({ optional, rest }, index) => !optional && !rest && values[index] === undefined);
  if (isMissing || values.length > most) {
    binder.problem(node.start, `${name}() is given ${node.arguments.length} arguments; it is ${name}${signature}`);
  }
}

function checkTypeArguments(
  binder: Binder,
  { typeArguments, start }: Chain & { kind: 'call' },
  { method, name }: Called,
): void {
  if (!method) return;
  const types = method.typeArguments;
  const [given] = typeArguments;
  if (!given) {
    if (method.needsTypeArgument) binder.problem(start, `${name} needs a type, such as ${name}<${types[0] ?? ''}>()`);
  } else if (!types.includes(given.name) || typeArguments.length > 1) {
    const rule = types.length === 0 ? 'it takes none' : `types are: ${types.join(', ')}`;
    binder.problem(given.start, `${name}<${given.name}> is not supported; ${rule}`);
  }
}
