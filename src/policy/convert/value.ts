import { and, choose, FALSE, LEVEL, not, or, TRUE, within, type Condition, type Level } from './condition';

/** What an expression of Azure's becomes. */
export type Value = Cel | Part | { readonly kind: 'null' };

/** A CEL expression that gives the same value. */
export interface Cel {
  readonly kind: 'cel';
  readonly text: string;
  readonly level: Level;
  /** "json": whatever the body has there. */
  readonly type: 'string' | 'int' | 'double' | 'bool' | 'json';
  /** When Azure's value is null. A text is empty then; anything else must not be looked at. */
  readonly nullWhen: Condition;
  /** A `?.` before it came upon null, so that its members are not reached then. */
  readonly stopsWhen: Condition;
  /** When Azure's expression does not fail. */
  readonly ok: Condition;
  /** A text that can be empty without being null. */
  readonly mayBeEmpty: boolean;
  /** Of a bool: the same with what is known of its form. */
  readonly condition?: Condition;
}

/** Something of `context` that is there for its members. */
export interface Part {
  readonly kind: 'part';
  readonly name: string;
  readonly nullWhen: Condition;
  readonly ok: Condition;
}

/** A variable that is put in twice doubles what it is put into. */
const LONGEST = 8192;

/** Why an expression (or policy) has no native form. */
export class NotConvertible extends Error {
  constructor(
    /** In the expression's text. */
    readonly offset: number,
    message: string,
    /** Azure's expression fails, too, whatever the call. */
    readonly isFailure = false,
  ) {
    super(message);
  }
}

export function cel(type: Cel['type'], text: string, more: Partial<Omit<Cel, 'kind' | 'type' | 'text'>> = {}): Cel {
  const plain = { level: LEVEL.primary, nullWhen: FALSE, stopsWhen: FALSE, ok: TRUE, mayBeEmpty: true };
  const value: Cel = { kind: 'cel', type, text, ...plain, ...more };
  const length = [value, value.nullWhen, value.stopsWhen, value.ok].reduce((sum, each) => sum + each.text.length, 0);
  if (length > LONGEST) throw new NotConvertible(0, `what becomes more than ${LONGEST} characters of CEL`);
  return value;
}

export function part(name: string, more: Partial<Omit<Part, 'kind' | 'name'>> = {}): Part {
  return { kind: 'part', name, nullWhen: FALSE, ok: TRUE, ...more };
}

export function textLiteral(text: string): Cel {
  return cel('string', JSON.stringify(text), { mayBeEmpty: text === '' });
}

export function ofCondition(condition: Condition, ok: Condition): Cel {
  const { text, level } = condition;
  return cel('bool', text, { level, ok, condition });
}

export function conditionOf({ text, level, condition }: Cel): Condition {
  return condition ?? { text, level };
}

/** Null now that the chain of members ends. */
export function endOfChain<T extends Value>(value: T): T {
  if (value.kind !== 'cel') return value;
  return { ...value, nullWhen: or(value.stopsWhen, value.nullWhen), stopsWhen: FALSE };
}

export function isNullable(value: Cel): boolean {
  return value.nullWhen.text !== FALSE.text;
}

/** The value of a member access after a `.`: Azure fails where what it is accessed on is null. */
export function accessed<T extends Cel | Part>(target: T, conditional: boolean): T {
  if (target.nullWhen.text === FALSE.text) return target;
  if (!conditional) return { ...target, nullWhen: FALSE, ok: and(target.ok, not(target.nullWhen)) };
  if (target.kind === 'part') return target;
  return { ...target, nullWhen: FALSE, stopsWhen: or(target.stopsWhen, target.nullWhen) };
}

/** `condition ? yes : no`, of values that are of one type. */
export function choice(condition: Cel, yes: Value, no: Value, at: number): Cel {
  const type = [yes, no].find((each) => each.kind === 'cel')?.type ?? 'string';
  const [a, b] = [branch(yes, type, at), branch(no, type, at)];
  if (a.type !== b.type)
    throw new NotConvertible(at, `a choice between a value of type ${a.type} and one of ${b.type}`);
  const holds = conditionOf(condition);
  const ok = and(condition.ok, choose(holds, a.ok, b.ok));
  if (type === 'bool' && !isNullable(a) && !isNullable(b))
    return ofCondition(choose(holds, conditionOf(a), conditionOf(b)), ok);
  return cel(type, chosenText(holds, a, b), {
    level: LEVEL.ternary,
    nullWhen: choose(holds, a.nullWhen, b.nullWhen),
    ok,
    mayBeEmpty: a.mayBeEmpty || b.mayBeEmpty,
  });
}

function branch(value: Value, type: Cel['type'], at: number): Cel {
  if (value.kind === 'part') throw new NotConvertible(at, 'a choice between parts of context');
  if (value.kind === 'cel') return endOfChain(value);
  if (type !== 'string') throw new NotConvertible(at, `null where a value of type ${type} is needed`);
  return cel('string', '""', { nullWhen: TRUE, mayBeEmpty: false });
}

function chosenText(condition: Condition, yes: Cel, no: Cel): string {
  return `${within(LEVEL.or, condition)} ? ${within(LEVEL.or, yes)} : ${within(LEVEL.ternary, no)}`;
}
