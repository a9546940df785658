import { parseExpression } from './parse-expression';
import { parseType, typeLength } from './parse-type';
import type { Expression, Statement, TypeName } from './syntax';
import { isWord, SyntaxProblem, unexpected, type TokenCursor } from './token-cursor';

const UNSUPPORTED = ['switch', 'do', 'try', 'throw', 'using', 'lock', 'goto', 'const', 'yield'];
const SUPPORTED = 'locals, assignments, if, foreach, for, while, break, continue and return';

/** "{ … }", the first bracket not yet taken. */
export function parseBlock(cursor: TokenCursor): Statement & { kind: 'block' } {
  const { start } = cursor.expect('{', 'at the start of a block');
  const statements: Statement[] = [];
  while (!isWord(cursor.peek(), '}')) statements.push(parseStatement(cursor));
  return { kind: 'block', statements, start, end: cursor.take().end };
}

function parseStatement(cursor: TokenCursor): Statement {
  return cursor.deeper(() => {
    cursor.startStatement();
    const { text, start, kind } = cursor.peek();
    if (kind === 'end') return unexpected(cursor.peek(), '"}"');
    if (isWord(cursor.peek(), '{')) return parseBlock(cursor);
    if (kind === 'name' && UNSUPPORTED.includes(text)) {
      throw new SyntaxProblem(start, `"${text}" is not supported; statements are: ${SUPPORTED}`);
    }
    const parse = kind === 'name' ? KEYWORDS.get(text) : undefined;
    if (parse) return parse(cursor);
    const simple = parseSimple(cursor);
    cursor.expect(';', 'at the end of a statement');
    return simple;
  });
}

const KEYWORDS = new Map<string, (cursor: TokenCursor) => Statement>([
  ['return', parseReturn],
  ['if', parseIf],
  ['foreach', parseForeach],
  ['while', parseWhile],
  ['for', parseFor],
  ['break', parseJump],
  ['continue', parseJump],
]);

function parseReturn(cursor: TokenCursor): Statement {
  const { start } = cursor.take();
  const value = parseExpression(cursor);
  const { end } = cursor.expect(';', 'after the value that is returned');
  return { kind: 'return', value, start, end };
}

function parseJump(cursor: TokenCursor): Statement {
  const { text, start } = cursor.take();
  const { end } = cursor.expect(';', `after "${text}"`);
  return { kind: text === 'break' ? 'break' : 'continue', start, end };
}

function parseIf(cursor: TokenCursor): Statement {
  const { start } = cursor.peek();
  const branches: { condition: Expression; then: Statement }[] = [];
  let otherwise: Statement | undefined;
  do {
    cursor.expect('if', 'after "else"');
    branches.push({ condition: parseCondition(cursor), then: parseStatement(cursor) });
    if (!cursor.accept('else')) break;
    if (!isWord(cursor.peek(), 'if')) otherwise = parseStatement(cursor);
  } while (!otherwise);
  return { kind: 'if', branches, otherwise, start, end: (otherwise ?? branches.at(-1)?.then)?.end ?? start };
}

function parseCondition(cursor: TokenCursor): Expression {
  cursor.expect('(', 'before the condition');
  const condition = parseExpression(cursor);
  cursor.expect(')', 'after the condition');
  return condition;
}

function parseWhile(cursor: TokenCursor): Statement {
  const { start } = cursor.take();
  const condition = parseCondition(cursor);
  const body = parseStatement(cursor);
  return { kind: 'while', condition, body, start, end: body.end };
}

function parseForeach(cursor: TokenCursor): Statement {
  const { start } = cursor.take();
  cursor.expect('(', 'after "foreach"');
  const { type, name } = parseDeclared(cursor);
  cursor.expect('in', 'of a foreach');
  const of = parseExpression(cursor);
  cursor.expect(')', 'of a foreach');
  const body = parseStatement(cursor);
  return { kind: 'foreach', type, name, of, body, start, end: body.end };
}

function parseFor(cursor: TokenCursor): Statement {
  const { start } = cursor.take();
  cursor.expect('(', 'after "for"');
  const first = isWord(cursor.peek(), ';') ? undefined : parseSimple(cursor);
  cursor.expect(';', 'after the start of a for');
  const condition = isWord(cursor.peek(), ';') ? undefined : parseExpression(cursor);
  cursor.expect(';', 'after the condition of a for');
  const next = isWord(cursor.peek(), ')') ? undefined : parseSimple(cursor);
  cursor.expect(')', 'of a for');
  const body = parseStatement(cursor);
  return { kind: 'for', first, condition, next, body, start, end: body.end };
}

/** A local or an assignment, without its ";". */
function parseSimple(cursor: TokenCursor): Statement {
  const { start } = cursor.peek();
  const length = typeLength(cursor, 0);
  if (length !== undefined && cursor.peek(length).kind === 'name' && !isWord(cursor.peek(length), 'is')) {
    const { type, name } = parseDeclared(cursor);
    if (!type && !isWord(cursor.peek(), '=')) return unexpected(cursor.peek(), '"=" after a "var"');
    const value = cursor.accept('=') ? parseExpression(cursor) : undefined;
    return { kind: 'local', type, name, value, start, end: value?.end ?? cursor.peek().start };
  }
  return parseAssignment(cursor);
}

function parseDeclared(cursor: TokenCursor): { readonly type: TypeName | undefined; readonly name: string } {
  const type = cursor.accept('var') ? undefined : parseType(cursor);
  const name = cursor.take();
  if (name.kind !== 'name') return unexpected(name, "a local's name");
  return { type, name: name.text };
}

function parseAssignment(cursor: TokenCursor): Statement {
  const name = cursor.peek();
  const operator = cursor.peek(1);
  if (name.kind !== 'name' || !/^(?:\?\?|[-+*/%])?=$|^\+\+$|^--$/.test(operator.text)) {
    throw new SyntaxProblem(name.start, `a statement that is none of: ${SUPPORTED}`);
  }
  cursor.take();
  cursor.take();
  const { start, end } = name;
  const local: Expression = { kind: 'name', name: name.text, start, end };
  if (operator.text === '=') {
    const value = parseExpression(cursor);
    return { kind: 'assign', name: name.text, value, start, end: value.end };
  }
  const step = operator.text === '++' || operator.text === '--';
  const one: Expression = { kind: 'literal', type: 'int', value: 1n, start: operator.start, end: operator.end };
  const right = step ? one : parseExpression(cursor);
  const sign = step ? operator.text.slice(1) : operator.text.slice(0, -1);
  const value: Expression = {
    kind: 'binary',
    operator: sign,
    operatorAt: operator.start,
    left: local,
    right,
    start,
    end: right.end,
  };
  return { kind: 'assign', name: name.text, value, start, end: right.end };
}
