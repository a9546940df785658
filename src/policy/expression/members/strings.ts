import { isEnum, textIn, fold, ignoresCase } from '../arguments';
import { compositeFormat, FORMATS } from '../format-text';
import { isEqual, order } from '../operators';
import { allot, EvaluationFault, type Run } from '../run';
import { itemsOf } from '../sequence';
import { method, property, table, type Prepared } from '../table';
import { textOf } from '../to-text';

/** Static members of string. */
export const STRING_STATICS = table(
  'string',
  { Empty: property('string', () => '') },
  {
    IsNullOrEmpty: method('(text)', 'bool', (_: unknown, [text]) => text === null || textIn(text, 'text') === ''),
    IsNullOrWhiteSpace: method(
      '(text)',
      'bool',
      (_: unknown, [text]) => text === null || textIn(text, 'text').trim() === '',
    ),
    Concat: method('(...values)', 'string', (_: unknown, given, run) => joinTexts('', listed(given, run), run)),
    Join: method('(separator, ...values)', 'string', (_: unknown, [separator, ...given], run) =>
      joinTexts(separator === null ? '' : textIn(separator, 'separator'), listed(given, run), run),
    ),
    Equals: method('(a, b, comparisonType?)', 'bool', (_: unknown, [a, b, ...given]) => {
      if (typeof a !== 'string' || typeof b !== 'string' || !ignoresCase(given)) return isEqual(a, b);
      return fold(a) === fold(b);
    }),
    Compare: method('(a, b, comparisonType?)', 'int', (_: unknown, [a, b, how]) => {
      const folds = how === true || (isEnum(how, 'StringComparison') && ignoresCase([how]));
      const [left, right] = [a, b].map((text) => (typeof text === 'string' && folds ? fold(text) : text));
      return BigInt(order(left, right));
    }),
    Format: method('(format, ...values)', 'string', formatted, prepareFormat),
  },
);

/** One argument that is a list stands for its items. */
function listed(given: readonly unknown[], run: Run): readonly unknown[] {
  return given.length === 1 && typeof given[0] === 'object' && given[0] !== null ? itemsOf(given[0], run) : given;
}

function joinTexts(separator: string, values: readonly unknown[], run: Run): string {
  const texts = values.map((value) => textOf(run, value) ?? '');
  allot(run, texts.reduce((sum, text) => sum + text.length, 0) + separator.length * Math.max(0, texts.length - 1));
  return texts.join(separator);
}

function formatted(_: unknown, [format, ...values]: readonly unknown[], run: Run): string {
  const parts = compositeFormat(textIn(format, 'format'));
  if (!parts) throw new EvaluationFault('a format that is not supported');
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'string' && part.index >= values.length)
      throw new EvaluationFault('a format that names more values than are given');
    const piece = typeof part === 'string' ? part : part.write(run, values[part.index]);
    allot(run, piece.length);
    text += piece;
  }
  return text;
}

function prepareFormat([format]: readonly unknown[]): Prepared | undefined {
  if (typeof format !== 'string' || compositeFormat(format)) return undefined;
  return { kind: 'problem', problem: `a format that is not supported; ${FORMATS}` };
}
