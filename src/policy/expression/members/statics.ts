import type { JsonValue } from '../../../core/json';
import { textIn } from '../arguments';
import { jsonOf } from '../convert';
import { jsonText } from '../json-text';
import { allot, EvaluationFault, type Run } from '../run';
import { method, property, table, type TypeTable } from '../table';
import { textOf } from '../to-text';
import { isKind, json, type Bytes, type Json, type Kinded } from '../values';
import { NUMBER_STATICS, toBoolean, toDouble, toInteger, unwrapped } from './numbers';
import { REGEX_STATICS } from './regex';
import { STRING_STATICS } from './strings';
import { TIME_STATICS } from './time';

const UTF8: Kinded = { kind: 'Encoding' };

/** Members of an encoding, and of what it gives. */
export const ENCODING_TABLES = [
  table(
    'Encoding',
    {},
    {
      GetBytes: method('(text)', 'byte[]', (_: unknown, [text]): Bytes => ({
        kind: 'byte[]',
        bytes: Buffer.from(textIn(text, 'text'), 'utf8'),
      })),
      GetString: method('(bytes)', 'string', (_: unknown, [bytes]) => Buffer.from(bytesIn(bytes)).toString('utf8')),
    },
  ),
  table('byte[]', { Length: property('int', ({ bytes }: Bytes) => BigInt(bytes.length)) }),
];

const CONVERT = table(
  'Convert',
  {},
  {
    ToInt32: method('(value)', 'int', (_: unknown, [value], run) => toInteger(unwrapped(run, value, 'int'))),
    ToInt64: method('(value)', 'int', (_: unknown, [value], run) => toInteger(unwrapped(run, value, 'int'))),
    ToDouble: method('(value)', 'double', (_: unknown, [value], run) => toDouble(unwrapped(run, value, 'double'))),
    ToBoolean: method('(value)', 'bool', (_: unknown, [value], run) => toBoolean(unwrapped(run, value, 'bool'))),
    ToString: method('(value)', 'string', (_: unknown, [value], run) => textOf(run, value) ?? ''),
    ToBase64String: method('(bytes)', 'string', (_: unknown, [bytes]) =>
      Buffer.from(bytesIn(bytes)).toString('base64'),
    ),
    FromBase64String: method('(text)', 'byte[]', (_: unknown, [text]) => fromBase64(textIn(text, 'text'))),
  },
);

const URI = table(
  'Uri',
  {},
  {
    EscapeDataString: method('(text)', 'string', (_: unknown, [text]) => escape(textIn(text, 'text'))),
    UnescapeDataString: method('(text)', 'string', (_: unknown, [text]) => unescape(textIn(text, 'text'))),
  },
);

const parser = (name: string, accepts: (value: JsonValue) => boolean): TypeTable =>
  table(
    name,
    {},
    {
      Parse: method('(text)', name, (_: unknown, [text], run) => parseJson(textIn(text, 'text'), accepts, run)),
      FromObject: method('(value)', name, (_: unknown, [value], run) => json(jsonOf(run, value))),
    },
  );

const enumeration = (name: string, ...values: readonly string[]): TypeTable => ({
  ...table(
    name,
    Object.fromEntries(values.map((value) => [value, property(name, () => ({ kind: name, names: [value] }))])),
  ),
  isEnumeration: true,
});

/** What stands before a dot and is a type: "string.Join", "DateTime.UtcNow". */
export const STATIC_TABLES: readonly TypeTable[] = [
  STRING_STATICS,
  ...NUMBER_STATICS,
  ...TIME_STATICS,
  REGEX_STATICS,
  CONVERT,
  URI,
  table('Encoding', { UTF8: property('Encoding', () => UTF8) }),
  parser('JObject', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  parser('JArray', Array.isArray),
  parser('JToken', () => true),
  table(
    'JsonConvert',
    {},
    {
      SerializeObject: method('(value)', 'string', (_: unknown, [value], run) =>
        jsonText(run, jsonOf(run, value), false),
      ),
    },
  ),
  enumeration(
    'StringComparison',
    ...['Ordinal', 'OrdinalIgnoreCase', 'InvariantCulture', 'InvariantCultureIgnoreCase'],
    ...['CurrentCulture', 'CurrentCultureIgnoreCase'],
  ),
  enumeration('StringSplitOptions', 'None', 'RemoveEmptyEntries', 'TrimEntries'),
  enumeration('RegexOptions', 'None', 'IgnoreCase', 'Compiled', 'CultureInvariant', 'Singleline', 'Multiline'),
  enumeration('Formatting', 'None', 'Indented'),
  enumeration('JTokenType', 'Null', 'Array', 'Object', 'String', 'Integer', 'Float', 'Boolean'),
  enumeration('DayOfWeek', 'Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'),
];

function bytesIn(value: unknown): Uint8Array {
  if (!isKind<Bytes>(value, 'byte[]')) throw new EvaluationFault('bytes is no byte[]');
  return value.bytes;
}

function fromBase64(text: string): Bytes {
  const plain = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain) || plain.length % 4 !== 0)
    throw new EvaluationFault('decodes a text that is not Base64');
  return { kind: 'byte[]', bytes: Buffer.from(plain, 'base64') };
}

/** RFC 3986: all but unreserved characters. */
function escape(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What cannot be decoded stays as it is. */
function unescape(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

function parseJson(text: string, accepts: (value: JsonValue) => boolean, run: Run): Json {
  allot(run, text.length);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    throw new EvaluationFault('parses a text that is not JSON');
  }
  if (!accepts(value)) throw new EvaluationFault('parses JSON of another kind');
  return json(value);
}
