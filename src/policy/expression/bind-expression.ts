import { bindCall, bindConstructor, bindStaticCall } from './bind-call';
import { bindIndex } from './bind-index';
import { bindMember, bindStaticMember, staticsNamed } from './bind-member';
import { bindBinary, bindTernary, bindUnary } from './bind-operator';
import { bindAs, bindCast, bindIs } from './bind-type';
import { sourceOf, type Binder, type Bound } from './binder';
import { FORMATS, valueFormat, type WriteValue } from './format-text';
import { THE_CONTEXT } from './members/context';
import { CONSTRUCTORS } from './members/made';
import { allot, type Run } from './run';
import type { Chain, Expression, Hole } from './syntax';
import { textOf } from './to-text';
import { commonType, knownType } from './type-rules';

type Kind<K extends Expression['kind']> = Expression & { kind: K };

export function bindExpression(binder: Binder, node: Expression): Bound {
  switch (node.kind) {
    case 'literal':
      return { type: node.type, run: () => node.value, literal: { value: node.value } };
    case 'interpolated':
      return bindInterpolated(binder, node);
    case 'name':
      return bindName(binder, node);
    case 'parenthesised':
      return binder.bind(node.value);
    case 'member':
    case 'index':
    case 'call':
      return wholeChain(bindLink(binder, node));
    case 'unary':
      return bindUnary(binder, node);
    case 'binary':
      return bindBinary(binder, node);
    case 'ternary':
      return bindTernary(binder, node);
    case 'cast':
      return bindCast(binder, node);
    case 'as':
      return bindAs(binder, node);
    case 'is':
      return bindIs(binder, node);
    case 'new':
      return bindNew(binder, node);
    case 'new-array':
      return bindArray(binder, node);
    case 'out':
      return binder.problem(node.start, 'no method here gives a local a value');
    case 'lambda':
      return binder.problem(
        node.start,
        'a lambda is supported only as an argument of methods such as Any() and Select()',
      );
  }
}

/** Null is what a chain gives that stopped at a "?.". */
function wholeChain(link: Bound): Bound {
  if (!link.stops) return link;
  const run = (run: Run): unknown => {
    const value = link.run(run);
    return value === undefined ? null : value;
  };
  return { type: link.type, run };
}

/** A link gives `undefined` when the chain stopped before it, so that nothing after it runs. */
function bindLink(binder: Binder, node: Expression): Bound {
  if (node.kind === 'call') return bindInvocation(binder, node);
  if (node.kind === 'index') return bindIndex(binder, node, bindLink(binder, node.target));
  if (node.kind !== 'member') return binder.bind(node);
  const statics = staticsNamed(binder, node.target);
  return statics ? bindStaticMember(binder, node, statics) : bindMember(binder, node, bindLink(binder, node.target));
}

function bindInvocation(binder: Binder, node: Chain & { kind: 'call' }): Bound {
  const member = node.target;
  if (member.kind !== 'member') {
    return binder.problem(node.start, `${sourceOf(binder, member)} cannot be called; only methods can`);
  }
  const statics = staticsNamed(binder, member.target);
  if (statics) return bindStaticCall(binder, node, member, statics);
  return bindCall(binder, node, member, bindLink(binder, member.target));
}

function bindName(binder: Binder, { name, start }: Kind<'name'>): Bound {
  if (name === 'context') return { type: 'context', run: () => THE_CONTEXT };
  const local = binder.find(name);
  if (!local)
    return binder.problem(
      start,
      `"${name}" is not known; an expression sees context, its own locals and types such as string and DateTime`,
    );
  const { slot, type } = local;
  return { type, run: ({ locals }) => locals[slot] };
}

function bindNew(binder: Binder, node: Kind<'new'>): Bound {
  const { name } = node.type;
  const method = CONSTRUCTORS.get(name);
  if (!method)
    return binder.problem(
      node.type.start,
      `new ${name}() is not supported; new makes: ${[...CONSTRUCTORS.keys()].join(', ')} and arrays`,
    );
  const call = { ...node, kind: 'call' as const, target: node, typeArguments: [] };
  return bindConstructor(binder, call, method, name);
}

function bindArray(binder: Binder, node: Kind<'new-array'>): Bound {
  const items = node.items.map((item) => binder.bind(item));
  const type = node.type
    ? knownType(binder, node.type)
    : `${items.map((item) => item.type).reduce(commonType, 'null')}[]`;
  const run = (run: Run): unknown => {
    allot(run, items.length);
    return items.map((item) => item.run(run));
  };
  return { type: type === 'null[]' ? 'object[]' : type, run };
}

function bindInterpolated(binder: Binder, node: Kind<'interpolated'>): Bound {
  const parts = node.parts.map((part) => (typeof part === 'string' ? () => part : bindHole(binder, part)));
  const run = (run: Run): string => {
    let text = '';
    for (const part of parts) {
      const piece = part(run);
      allot(run, piece.length);
      text += piece;
    }
    return text;
  };
  return { type: 'string', run };
}

function bindHole(binder: Binder, { value, format }: Hole): (run: Run) => string {
  const bound = binder.bind(value);
  let write: WriteValue | undefined = (run, of) => textOf(run, of) ?? '';
  if (format) write = valueFormat(format.text);
  if (!write)
    binder.problem(format?.at ?? value.start, `the format "${format?.text ?? ''}" is not supported; ${FORMATS}`);
  return (run) => write?.(run, atStart(run, bound.run(run), value.start)) ?? '';
}

/** A fault of writing a value is placed where the value stands. */
function atStart(run: Run, value: unknown, start: number): unknown {
  run.at = start;
  return value;
}
