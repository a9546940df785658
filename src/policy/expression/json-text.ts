import { isJsonObject, type JsonValue } from '../../core/json';
import { doubleText } from './number-text';
import { allot, EvaluationFault, type Budget } from './run';

const DEEPEST = 64;

/** Newtonsoft's text of a document: two spaces a level when indented. Lone values as JSON, strings quoted. */
export function jsonText(run: Budget, value: JsonValue, indented: boolean): string {
  const newLine = (depth: number): string => (indented ? `\n${'  '.repeat(depth)}` : '');
  const write = (item: JsonValue, depth: number): string => {
    if (depth > DEEPEST) throw new EvaluationFault(`writes JSON of more than ${DEEPEST} levels`);
    if (Array.isArray(item))
      return wrap(
        '[]',
        (item as readonly JsonValue[]).map((each) => write(each, depth + 1)),
        depth,
      );
    if (!isJsonObject(item)) return counted(typeof item === 'number' ? doubleText(item) : JSON.stringify(item));
    const lines = Object.entries(item).map(
      ([name, each]) => `${counted(JSON.stringify(name))}${indented ? ': ' : ':'}${write(each ?? null, depth + 1)}`,
    );
    return wrap('{}', lines, depth);
  };
  const counted = (text: string): string => {
    allot(run, text.length);
    return text;
  };
  const wrap = (brackets: string, items: readonly string[], depth: number): string => {
    if (items.length === 0) return brackets;
    allot(run, items.length * (2 + 2 * depth));
    const inner = newLine(depth + 1);
    return `${brackets[0] ?? ''}${inner}${items.join(`,${inner}`)}${newLine(depth)}${brackets[1] ?? ''}`;
  };
  return write(value, 0);
}
