import { dateFormat } from './date-text';
import { numberFormat } from './number-text';
import { EvaluationFault, type Budget } from './run';
import { textOf } from './to-text';
import { isKind, type DateTime } from './values';

export const FORMATS = 'formats are D, N, F with digits, 0.00, and of dates like yyyy-MM-dd HH:mm:ss';

export type WriteValue = (run: Budget, value: unknown) => string;

/** `{value:format}` of $"" and of string.Format; by the value at hand it is one of numbers or of dates. `undefined`: neither. */
export function valueFormat(format: string): WriteValue | undefined {
  const ofNumber = numberFormat(format);
  const ofDate = dateFormat(format);
  if (!ofNumber && !ofDate) return undefined;
  return (run, value) => {
    if (ofDate && isKind<DateTime>(value, 'DateTime')) return ofDate(value.ms);
    if (typeof value !== 'bigint' && typeof value !== 'number') return textOf(run, value) ?? '';
    if (!ofNumber) throw new EvaluationFault('a format of dates for a number');
    return ofNumber(value);
  };
}

const plain: WriteValue = (run, value) => textOf(run, value) ?? '';

/** string.Format's text with {0}, {1:format} … as a list of texts and holes. `undefined` when it is not well-formed. */
export function compositeFormat(
  text: string,
): readonly (string | { readonly index: number; readonly write: WriteValue })[] | undefined {
  const parts: (string | { index: number; write: WriteValue })[] = [];
  const pattern = /\{\{|\}\}|\{(\d{1,2})(?::([^{}]*))?\}|[^{}]+/y;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const write = match[2] === undefined ? plain : valueFormat(match[2]);
    if (!write) return undefined;
    if (match[1] === undefined) parts.push(match[0] === '{{' || match[0] === '}}' ? match[0].slice(1) : match[0]);
    else parts.push({ index: Number(match[1]), write });
  }
  return parts;
}
