import { bindCondition } from './bind-operator';
import { converting } from './bind-type';
import type { Binder, Bound, Local } from './binder';
import { castTo } from './convert';
import { spend, type Run } from './run';
import { elementType, itemsOf } from './sequence';
import type { Statement } from './syntax';
import { isAssignable, knownType } from './type-rules';

/** How a statement ended. The value of a return is in the first place for locals. */
type Ending = 'next' | 'break' | 'continue' | 'return';
type Execute = (run: Run) => Ending;
type Kind<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export const RETURNED = 0;

export function bindStatement(binder: Binder, node: Statement): Execute {
  const execute = bindKind(binder, node);
  const { start } = node;
  return (run) => {
    run.at = start;
    spend(run, 1);
    return execute(run);
  };
}

function bindKind(binder: Binder, node: Statement): Execute {
  switch (node.kind) {
    case 'local':
      return bindLocal(binder, node);
    case 'assign':
      return bindAssignment(binder, node);
    case 'return': {
      const value = binder.bind(node.value);
      return (run) => {
        run.locals[RETURNED] = value.run(run);
        return 'return';
      };
    }
    case 'if':
      return bindIf(binder, node);
    case 'foreach':
      return bindForeach(binder, node);
    case 'while':
      return loop(bindCondition(binder, node.condition), bindStatement(binder.inner(), node.body), undefined);
    case 'for':
      return bindFor(binder, node);
    case 'block':
      return sequence(binder.inner(), node.statements);
    case 'break':
    case 'continue':
      return () => node.kind;
  }
}

function sequence(binder: Binder, statements: readonly Statement[]): Execute {
  const all = statements.map((statement) => bindStatement(binder, statement));
  return (run) => {
    for (const execute of all) {
      const ending = execute(run);
      if (ending !== 'next') return ending;
    }
    return 'next';
  };
}

function bindLocal(binder: Binder, node: Kind<'local'>): Execute {
  const value: Bound = node.value ? binder.bind(node.value) : { type: 'null', run: () => null };
  const type = node.type ? knownType(binder, node.type) : value.type === 'null' ? 'object' : value.type;
  const local = binder.declare(node.name, type, node.start);
  return store(binder, local, value, node.value?.start ?? node.start);
}

function bindAssignment(binder: Binder, node: Kind<'assign'>): Execute {
  const local = binder.find(node.name);
  const value = binder.bind(node.value);
  if (!local) {
    binder.problem(node.start, `"${node.name}" is no local that was declared before`);
    return () => 'next';
  }
  return store(binder, local, value, node.value.start);
}

/** @param at for messages */
function store(binder: Binder, local: Local, value: Bound, at: number): Execute {
  const { slot, type } = local;
  if (!isAssignable(type, value.type))
    binder.problem(at, `a value of type ${value.type} for a local of type ${type}; a cast may help`);
  // A local without "?" takes null too: what then needs a value says so.
  const evaluate = value.type === type ? value.run : converting(value, type, true, at);
  return (run) => {
    run.locals[slot] = evaluate(run);
    return 'next';
  };
}

function bindIf(binder: Binder, node: Kind<'if'>): Execute {
  const branches = node.branches.map(({ condition, then }) => ({
    condition: bindCondition(binder, condition),
    then: bindStatement(binder.inner(), then),
  }));
  const otherwise = node.otherwise && bindStatement(binder.inner(), node.otherwise);
  return (run) => (branches.find(({ condition }) => condition(run))?.then ?? otherwise)?.(run) ?? 'next';
}

function bindForeach(binder: Binder, node: Kind<'foreach'>): Execute {
  const of = binder.bind(node.of);
  const element = elementType(of.type);
  if (element === undefined) binder.problem(node.of.start, `a value of type ${of.type} has no items`);
  const inner = binder.inner();
  const type = node.type ? knownType(binder, node.type) : (element ?? 'object');
  const { slot } = inner.declare(node.name, type, node.start);
  const body = bindStatement(inner, node.body);
  return (run) => {
    const source = of.run(run);
    run.at = node.of.start;
    for (const item of itemsOf(source, run)) {
      run.locals[slot] = node.type ? castTo(run, type, item) : item;
      const ending = body(run);
      if (ending === 'break') break;
      if (ending === 'return') return ending;
    }
    return 'next';
  };
}

function bindFor(binder: Binder, node: Kind<'for'>): Execute {
  const inner = binder.inner();
  const first = node.first && bindStatement(inner, node.first);
  const condition = node.condition ? bindCondition(inner, node.condition) : () => true;
  const next = node.next && bindStatement(inner, node.next);
  const repeat = loop(condition, bindStatement(inner.inner(), node.body), next);
  return (run) => {
    first?.(run);
    return repeat(run);
  };
}

/** Its steps are bounded by those of the whole evaluation. */
function loop(condition: (run: Run) => boolean, body: Execute, next: Execute | undefined): Execute {
  return (run) => {
    for (; condition(run); next?.(run)) {
      spend(run, 1);
      const ending = body(run);
      if (ending === 'break') break;
      if (ending === 'return') return ending;
    }
    return 'next';
  };
}

/** Whether every way through the statement returns; loops may not run at all. */
export function alwaysReturns(node: Statement): boolean {
  if (node.kind === 'block') return node.statements.some(alwaysReturns);
  if (node.kind !== 'if') return node.kind === 'return';
  const { otherwise, branches } = node;
  return otherwise !== undefined && [otherwise, ...branches.map(({ then }) => then)].every(alwaysReturns);
}
