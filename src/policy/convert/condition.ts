/** A piece of CEL that is true or false. */
export interface Condition {
  readonly text: string;
  /** How tightly its outermost operator binds. */
  readonly level: Level;
  /** Its opposite, where that reads better than "!". */
  readonly opposite?: { readonly text: string; readonly level: Level };
  /** Of one that is joined by && or ||. */
  readonly parts?: readonly Condition[];
}

/** CEL's precedence (cel-spec, langdef.md): the greater, the tighter. */
export const LEVEL = { ternary: 0, or: 1, and: 2, relation: 3, sum: 4, product: 5, unary: 6, primary: 7 } as const;
export type Level = (typeof LEVEL)[keyof typeof LEVEL];

export const TRUE: Condition = { text: 'true', level: LEVEL.primary };
export const FALSE: Condition = { text: 'false', level: LEVEL.primary };

/** In brackets if it binds looser than what it becomes part of. */
export function within(level: Level, { text, level: own }: Pick<Condition, 'text' | 'level'>): string {
  return own < level ? `(${text})` : text;
}

export function relation(text: string, opposite: string): Condition {
  return {
    text,
    level: LEVEL.relation,
    opposite: { text: opposite, level: opposite.startsWith('!') ? LEVEL.unary : LEVEL.relation },
  };
}

export function not(condition: Condition): Condition {
  const { text, level, opposite } = condition;
  if (text === TRUE.text) return FALSE;
  if (text === FALSE.text) return TRUE;
  if (opposite !== undefined) return { ...opposite, opposite: { text, level } };
  return { text: `!${within(LEVEL.unary, condition)}`, level: LEVEL.unary, opposite: { text, level } };
}

export function and(...all: readonly Condition[]): Condition {
  const parts = conjuncts(...all);
  if (parts.some(({ text }) => text === FALSE.text)) return FALSE;
  return listed(LEVEL.and, parts, TRUE);
}

export function or(...all: readonly Condition[]): Condition {
  const [first = FALSE, ...rest] = flat(LEVEL.or, all).filter(({ text }) => text !== FALSE.text);
  // After "!a ||" a needs not be asked for again.
  const parts = flat(LEVEL.or, [first, ...rest.map((part) => without(not(first), part))]);
  const opposites = new Set(parts.map((part) => not(part).text));
  if (parts.some(({ text }) => text === TRUE.text || opposites.has(text))) return TRUE;
  const shared = sharedBy(parts);
  if (shared.length === 0) return listed(LEVEL.or, parts, FALSE);
  const texts = new Set(shared.map(({ text }) => text));
  const rests = parts.map((part) => and(...conjuncts(part).filter(({ text }) => !texts.has(text))));
  return and(...shared, or(...rests));
}

/** What all of several ask for. */
function sharedBy([first, ...rest]: readonly Condition[]): readonly Condition[] {
  if (first === undefined || rest.length === 0) return [];
  const others = rest.map((part) => new Set(conjuncts(part).map(({ text }) => text)));
  return conjuncts(first).filter(({ text }) => others.every((texts) => texts.has(text)));
}

function listed(level: typeof LEVEL.and | typeof LEVEL.or, parts: readonly Condition[], none: Condition): Condition {
  const [only = none, ...more] = parts;
  if (more.length === 0) return only;
  const sign = level === LEVEL.and ? ' && ' : ' || ';
  return { text: parts.map((part) => within(level, part)).join(sign), level, parts };
}

function without({ text }: Condition, condition: Condition): Condition {
  if (condition.level !== LEVEL.and || condition.parts === undefined) return condition;
  return and(...condition.parts.filter((part) => part.text !== text));
}

/** What has to hold, each by itself. */
export function conjuncts(...all: readonly Condition[]): readonly Condition[] {
  return flat(LEVEL.and, all).filter(({ text }) => text !== TRUE.text);
}

/** Those of the same operator laid open, each once. */
function flat(level: Level, all: readonly Condition[]): readonly Condition[] {
  const open = all.flatMap((each) => (each.level === level ? (each.parts ?? [each]) : [each]));
  return [...new Map(open.map((each) => [each.text, each])).values()];
}

/** That `then` holds wherever `condition` does. */
export function implies(condition: Condition, then: Condition): Condition {
  if (condition.text === TRUE.text) return then;
  return or(not(condition), then);
}

/** A condition that is one or the other. */
export function choose(condition: Condition, yes: Condition, no: Condition): Condition {
  if (yes.text === no.text) return yes;
  if (yes.text === TRUE.text) return or(condition, no);
  if (yes.text === FALSE.text) return and(not(condition), no);
  if (no.text === TRUE.text) return or(not(condition), yes);
  if (no.text === FALSE.text) return and(condition, yes);
  const text = `${within(LEVEL.or, condition)} ? ${within(LEVEL.or, yes)} : ${within(LEVEL.ternary, no)}`;
  return { text, level: LEVEL.ternary };
}
