import { sourceOf, type Binder, type Bound } from './binder';
import { castTo, isNothing, isOf } from './convert';
import { spend, spendItems, type Run } from './run';
import type { Expression } from './syntax';
import { isCast, knownType } from './type-rules';

type Kind<K extends Expression['kind']> = Expression & { kind: K };

/** `(Type)value` */
export function bindCast(binder: Binder, node: Kind<'cast'>): Bound {
  const type = knownType(binder, node.type);
  const value = binder.bind(node.value);
  if (!isCast(type, value.type)) {
    return binder.problem(
      node.start,
      `${sourceOf(binder, node.value)} is ${value.type}, which cannot be cast to ${node.type.name}`,
    );
  }
  return { type, run: converting(value, type, node.type.nullable, node.start) };
}

/** Null stays null for a nullable type. */
export function converting(value: Bound, type: string, nullable: boolean, at: number): Bound['run'] {
  return (run: Run) => {
    const from = value.run(run);
    run.at = at;
    spend(run, 1);
    spendLook(run, from);
    return nullable && isNothing(from) ? null : castTo(run, type, from);
  };
}

/** `value as Type`: null when it is of another one. */
export function bindAs(binder: Binder, node: Kind<'as'>): Bound {
  const type = knownType(binder, node.type);
  const value = binder.bind(node.value);
  const run = (run: Run): unknown => {
    const from = value.run(run);
    return isKindOf(run, type, from) ? from : null;
  };
  return { type, run };
}

/** `value is Type`, `is null`, `is not null` */
export function bindIs(binder: Binder, node: Kind<'is'>): Bound {
  const value = binder.bind(node.value);
  const { not } = node;
  if (node.type === 'null') return { type: 'bool', run: (run) => (value.run(run) === null) !== not };
  const type = knownType(binder, node.type);
  return { type: 'bool', run: (run) => isKindOf(run, type, value.run(run)) !== not };
}

function isKindOf(run: Run, type: string, value: unknown): boolean {
  spendLook(run, value);
  return isOf(type, value);
}

/** The type of an array is that of each of its items. */
function spendLook(run: Run, value: unknown): void {
  if (Array.isArray(value)) spendItems(run, value.length);
}
