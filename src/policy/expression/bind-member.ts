import { NOTHING, sourceOf, type Binder, type Bound } from './binder';
import { findProperty, isKnownProperty, staticTable, tablesOf } from './members/tables';
import { plainTypeName } from './parse-type';
import { EvaluationFault, spend, type Run } from './run';
import type { Chain, Expression } from './syntax';
import type { Property, TypeTable } from './table';
import { typeOf } from './values';

type Member = Chain & { kind: 'member' };

/** The static members that a name stands for: "string", "System.Convert". */
export function staticsNamed(binder: Binder, expression: Expression): TypeTable | undefined {
  const name = dottedName(expression);
  if (name === undefined || binder.find(name.split('.', 1)[0] ?? '')) return undefined;
  return staticTable(plainTypeName(name));
}

function dottedName(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member' || expression.conditional) return undefined;
  const before = dottedName(expression.target);
  return before === undefined ? undefined : `${before}.${expression.name}`;
}

/** `target.Name` */
export function bindMember(binder: Binder, node: Member, target: Bound): Bound {
  if (target === NOTHING) return NOTHING;
  const { name, nameAt } = node;
  const { type } = target;
  const property = findProperty(type, name);
  if (!property && !(type === 'object' && isKnownProperty(name))) return missing(binder, node, type, tablesOf(type));
  if (type === 'context' && name === 'Response' && binder.section === 'inbound') {
    return binder.problem(nameAt, 'context.Response is there in outbound only');
  }
  noteBody(binder, type, name);
  const find = cachedLookup((of) => findProperty(of, name));
  return {
    type: property?.type ?? 'object',
    ...linked(binder, node, target, (self, run) => {
      run.at = nameAt;
      spend(run, 1);
      const found = find(self);
      if (!found) throw new EvaluationFault(`a value of type ${typeOf(self)} has no ${name}`);
      return found.get(self as never, run);
    }),
  };
}

/** `Type.Name` */
export function bindStaticMember(binder: Binder, node: Member, statics: TypeTable): Bound {
  const property = statics.properties.get(node.name);
  if (!property) return missing(binder, node, statics.name, [statics]);
  const get = property.get as Property<unknown>['get'];
  const bound = { type: property.type, run: (run: Run) => get(undefined, run) };
  return statics.isEnumeration ? { ...bound, literal: { value: get(undefined, undefined as never) } } : bound;
}

/** Runs a link of a chain: null stops it when it is written with "?", and is a fault when it is not. */
export function linked(
  binder: Binder,
  node: { readonly conditional: boolean; readonly target: Expression },
  target: Bound,
  next: (self: unknown, run: Run) => unknown,
): Pick<Bound, 'run' | 'stops'> {
  const { conditional } = node;
  const isNull = `${sourceOf(binder, node.target)} is null`;
  const at = node.target.start;
  const evaluate = target.run;
  const run = (run: Run): unknown => {
    const self = evaluate(run);
    if (self !== null && self !== undefined) return next(self, run);
    if (self === undefined || conditional) return undefined;
    run.at = at;
    throw new EvaluationFault(isNull);
  };
  return { run, stops: conditional || target.stops === true };
}

/** A lookup by the type of a value, which is mostly the same one each time. */
export function cachedLookup<T>(find: (type: string) => T | undefined): (self: unknown) => T | undefined {
  let lastType: string | undefined;
  let last: T | undefined;
  return (self) => {
    const type = typeOf(self);
    if (type !== lastType) {
      last = find(type);
      lastType = type;
    }
    return last;
  };
}

/** A body that may be read has to be waited for. */
function noteBody({ facts, section }: Binder, type: string, name: string): void {
  if (name !== 'Body') return;
  if (type !== 'Response') facts.reads.requestBody = true;
  if (type !== 'Request' && section === 'outbound') facts.reads.responseBody = true;
}

/** Names what there is instead. */
export function missing(binder: Binder, node: Member, type: string, tables: readonly TypeTable[]): Bound {
  const source = sourceOf(binder, { start: node.target.start, end: node.nameAt + node.name.length });
  const methods = tables.flatMap((table) => [...table.methods.keys()].map((name) => `${name}()`));
  const has = [...tables.flatMap((table) => [...table.properties.keys()]), ...methods];
  const rule = type === 'object' ? 'no type has such a member' : `${type} has: ${[...new Set(has)].join(', ')}`;
  return binder.problem(node.nameAt, `${source} is not supported; ${rule}`);
}
