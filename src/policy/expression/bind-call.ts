import { bindArguments, type BoundArguments } from './bind-arguments';
import { cachedLookup, linked, missing } from './bind-member';
import { NOTHING, type Binder, type Bound } from './binder';
import { findMethod, isKnownMethod, tablesOf } from './members/tables';
import { allot, EvaluationFault, spend, spendScan, type Run } from './run';
import type { Chain } from './syntax';
import type { Call, Method, TypeTable } from './table';
import { tableName } from './type-names';
import { typeOf } from './values';

type Invocation = Chain & { kind: 'call' };
type Member = Chain & { kind: 'member' };

/** Extension methods of Azure that take null, too. */
const OF_NULL = ['AsJwt', 'AsBasic'];

/** `target.Name(arguments)` */
export function bindCall(binder: Binder, node: Invocation, member: Member, target: Bound): Bound {
  if (target === NOTHING) return NOTHING;
  const { name, nameAt } = member;
  const method = findMethod(target.type, name);
  if (!method && !(target.type === 'object' && isKnownMethod(name)))
    return missing(binder, member, target.type, tablesOf(target.type));
  const given = bindArguments(binder, node, { method: method ?? findMethod('object', name), name, self: target.type });
  const prepared = method && preparedCall(binder, node, method, given);
  const typeArgument = writtenType(node);
  const find = cachedLookup((type) => findMethod(type, name));
  const next = (self: unknown, run: Run): unknown => {
    const found = find(self);
    run.at = nameAt;
    if (!found) throw new EvaluationFault(`a value of type ${typeOf(self)} has no ${name}()`);
    const call = found === method && prepared ? prepared : found.call;
    if (!method) checkCount(found, given, name);
    return perform(call as Call<unknown>, self, { given, typeArgument, at: nameAt }, run);
  };
  const link = linked(binder, member, target, next);
  const run = OF_NULL.includes(name) ? ofNull(target, next) : link.run;
  return {
    type: method ? typeOfCall(method, target.type, given, node.typeArguments[0]?.name) : 'object',
    run,
    stops: link.stops === true,
  };
}

/** `Type.Name(arguments)` */
export function bindStaticCall(binder: Binder, node: Invocation, member: Member, statics: TypeTable): Bound {
  const method = statics.methods.get(member.name);
  if (!method) return missing(binder, member, statics.name, [statics]);
  const given = bindArguments(binder, node, { method, name: member.name, self: statics.name });
  const call = preparedCall(binder, node, method, given) ?? (method.call as Call<unknown>);
  const how = { given, typeArgument: undefined, at: member.nameAt };
  return { type: typeOfCall(method, statics.name, given, undefined), run: (run) => perform(call, undefined, how, run) };
}

/** `new Type(arguments)` */
export function bindConstructor(binder: Binder, node: Invocation, method: Method<never>, name: string): Bound {
  const given = bindArguments(binder, node, { method, name: `new ${name}`, self: name });
  const how = { given, typeArgument: undefined, at: node.start };
  return { type: name, run: (run) => perform(method.call as Call<unknown>, undefined, how, run) };
}

function perform(
  call: Call<unknown>,
  self: unknown,
  how: { readonly given: BoundArguments; readonly typeArgument: string | undefined; readonly at: number },
  run: Run,
): unknown {
  const given = how.given.values.map((each) => each?.run(run));
  run.at = how.at;
  spend(run, 1);
  if (typeof self === 'string') spendScan(run, self.length);
  const result = call(self, given, run, how.typeArgument);
  if (typeof result === 'string' && result !== self) allot(run, result.length);
  return result === undefined ? null : result;
}

/** "int?" where null is one of its values. */
function writtenType({ typeArguments: [type] }: Invocation): string | undefined {
  return type?.nullable === true && type.name !== 'string' ? `${type.name}?` : type?.name;
}

function ofNull(target: Bound, next: (self: unknown, run: Run) => unknown): Bound['run'] {
  return (run) => {
    const self = target.run(run);
    return self === null || self === undefined ? self : next(self, run);
  };
}

function preparedCall(
  binder: Binder,
  node: Invocation,
  method: Method<never>,
  given: BoundArguments,
): Call<unknown> | undefined {
  const prepared = method.prepare?.(given.values.map((each) => each?.literal?.value));
  if (prepared?.kind === 'problem') binder.problem(given.at ?? node.start, prepared.problem);
  return prepared?.kind === 'call' ? (prepared.call as Call<unknown>) : undefined;
}

function typeOfCall(
  method: Method<never>,
  self: string,
  given: BoundArguments,
  typeArgument: string | undefined,
): string {
  if (typeof method.type === 'string') return method.type;
  const types = given.values.map((each) => each?.type ?? 'null');
  return tableName(method.type({ self, arguments: types, typeArgument }));
}

/** Where the type of a value is known at run time only. */
function checkCount({ parameters }: Method<never>, { values }: BoundArguments, name: string): void {
  const least = parameters.filter(({ optional, rest }) => !optional && !rest).length;
  const most = parameters.at(-1)?.rest ? Infinity : parameters.length;
  if (values.length < least || values.length > most) throw new EvaluationFault(`${name}() takes other arguments here`);
}
