import type { JsonValue } from '../../core/json';
import { defaultDateText, timeSpanText } from './date-text';
import { jsonText } from './json-text';
import { doubleText } from './number-text';
import { EvaluationFault, type Budget } from './run';
import type { Char, DateTime, EnumValue, Json, JsonProperty, TimeSpan } from './values';
import { typeOf } from './values';

/** ToString() of C#, invariant culture; null stays null. */
export function textOf(run: Budget, value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return doubleText(value);
  return typeof value === 'object' && value !== null ? objectText(run, value) : null;
}

function objectText(run: Budget, value: object): string {
  const type = typeOf(value);
  switch (type) {
    case 'char':
      return (value as Char).text;
    case 'DateTime':
      return defaultDateText((value as DateTime).ms);
    case 'TimeSpan':
      return timeSpanText((value as TimeSpan).ms);
    case 'JToken':
      return jsonValueText(run, (value as Json).value);
    case 'JProperty': {
      const { name, value: of } = value as JsonProperty;
      return `${JSON.stringify(name)}: ${jsonText(run, of, true)}`;
    }
    case 'Url':
      return (value as { text: () => string }).text();
    default:
      if (Array.isArray((value as Partial<EnumValue>).names)) return (value as EnumValue).names.join(', ');
      throw new EvaluationFault(`makes text of a value of type ${type}, which has none`);
  }
}

/** JToken.ToString(): a string without quotes, null as "". */
export function jsonValueText(run: Budget, value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? doubleText(value) : jsonText(run, value, true);
}
