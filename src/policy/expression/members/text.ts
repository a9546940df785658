import { fold, foldDown, gives, ignoresCase, indexIn, isEnum, textIn, within } from '../arguments';
import { isEqual, order } from '../operators';
import { allot, spendScan, type Run } from '../run';
import { method, property, table } from '../table';
import { isKind, type Char } from '../values';
import { readBasic } from './basic';
import { readJwt } from './jwt';

/** Members of string. Comparisons are ordinal, whatever the culture. */
export const TEXT = table(
  'string',
  { Length: property('int', (self: string) => BigInt(self.length)) },
  {
    ToLower: method('()', 'string', foldDown),
    ToLowerInvariant: method('()', 'string', foldDown),
    ToUpper: method('()', 'string', fold),
    ToUpperInvariant: method('()', 'string', fold),
    Trim: method('(...characters)', 'string', (self: string, given) => trim(self, given, 'both')),
    TrimStart: method('(...characters)', 'string', (self: string, given) => trim(self, given, 'start')),
    TrimEnd: method('(...characters)', 'string', (self: string, given) => trim(self, given, 'end')),
    StartsWith: method('(text, comparisonType?)', 'bool', (self: string, given) => {
      const [text, part] = bothFolded(self, given);
      return text.startsWith(part);
    }),
    EndsWith: method('(text, comparisonType?)', 'bool', (self: string, given) => {
      const [text, part] = bothFolded(self, given);
      return text.endsWith(part);
    }),
    Contains: method('(text, comparisonType?)', 'bool', (self: string, given, run) => find(self, given, run) >= 0),
    Equals: method('(text, comparisonType?)', 'bool', (self: string, given) => {
      if (!ignoresCase(given)) return isEqual(self, given[0]);
      return typeof given[0] === 'string' && fold(self) === fold(given[0]);
    }),
    IndexOf: method('(text, start?, comparisonType?)', 'int', (self: string, given, run) =>
      BigInt(find(self, given, run)),
    ),
    LastIndexOf: method('(text, comparisonType?)', 'int', (self: string, given, run) => {
      const [text, part] = bothFolded(self, given);
      spendScan(run, text.length, part.length);
      return BigInt(text.lastIndexOf(part));
    }),
    Substring: method('(start, length?)', 'string', (self: string, [first, length]) => {
      const start = within(indexIn(first, 'start'), self.length);
      if (length === undefined) return self.slice(start);
      return self.slice(start, start + within(indexIn(length, 'length'), self.length - start));
    }),
    Split: method('(...separators)', 'string[]', split),
    Replace: method('(old, new)', 'string', replace),
    Insert: method('(index, text)', 'string', (self: string, [index, text]) => {
      const at = within(indexIn(index, 'index'), self.length);
      return self.slice(0, at) + textIn(text, 'text') + self.slice(at);
    }),
    Remove: method('(start, count?)', 'string', (self: string, [first, count]) => {
      const start = within(indexIn(first, 'start'), self.length);
      const length = count === undefined ? self.length - start : indexIn(count, 'count');
      return self.slice(0, start) + self.slice(start + within(length, self.length - start));
    }),
    PadLeft: method('(width, character?)', 'string', (self: string, given, run) =>
      self.padStart(...padding(given, run)),
    ),
    PadRight: method('(width, character?)', 'string', (self: string, given, run) =>
      self.padEnd(...padding(given, run)),
    ),
    CompareTo: method('(text)', 'int', (self: string, [other]) => BigInt(order(self, other))),
    TryParseJwt: method('(&jwt:Jwt)', 'bool', (self: string, [assign]) => gives(assign, readJwt(self))),
    TryParseBasic: method('(&credentials:BasicAuthCredentials)', 'bool', (self: string, [assign]) =>
      gives(assign, readBasic(self)),
    ),
    AsJwt: method('()', 'Jwt', readJwt),
    AsBasic: method('()', 'BasicAuthCredentials', readBasic),
  },
);

function bothFolded(self: string, given: readonly unknown[]): readonly [string, string] {
  const part = textIn(given[0], 'text');
  return ignoresCase(given) ? [fold(self), fold(part)] : [self, part];
}

function find(self: string, given: readonly unknown[], run: Run): number {
  const [text, part] = bothFolded(self, given);
  spendScan(run, text.length, part.length);
  const start = typeof given[1] === 'bigint' ? within(indexIn(given[1], 'start'), self.length) : 0;
  return text.indexOf(part, start);
}

function trim(self: string, given: readonly unknown[], side: 'both' | 'start' | 'end'): string {
  const listed = given.flat().map((character) => textIn(character, 'character'));
  const trimmed = (character: string | undefined): boolean =>
    character !== undefined && (listed.length === 0 ? /\s/.test(character) : listed.includes(character));
  let start = 0;
  let end = self.length;
  while (side !== 'end' && start < end && trimmed(self[start])) start++;
  while (side !== 'start' && end > start && trimmed(self[end - 1])) end--;
  return self.slice(start, end);
}

/** Separators are characters or texts, a list of them too; a count is not supported. */
function split(self: string, given: readonly unknown[], run: Run): readonly string[] {
  const options = given.find((value) => isEnum(value, 'StringSplitOptions'));
  const separators = given
    .filter((value) => value !== options)
    .flat()
    .map((separator) => textIn(separator, 'separator'));
  const cuts = separators.length === 0 ? [' ', '\t', '\n', '\r'] : separators;
  let parts = [self];
  for (const cut of cuts) {
    spendScan(run, self.length, cut.length);
    if (cut !== '') parts = parts.flatMap((part) => part.split(cut));
    allot(run, parts.length);
  }
  if (isEnum(options, 'StringSplitOptions') && options.names.includes('TrimEntries'))
    parts = parts.map((part) => part.trim());
  const drops = isEnum(options, 'StringSplitOptions') && options.names.includes('RemoveEmptyEntries');
  return drops ? parts.filter((part) => part !== '') : parts;
}

function replace(self: string, [from, to]: readonly unknown[], run: Run): string {
  const old = textIn(from, 'old');
  const by = to === null ? '' : textIn(to, 'new');
  if (old === '') return self;
  spendScan(run, self.length, old.length);
  const parts = self.split(old);
  allot(run, self.length + (parts.length - 1) * by.length);
  return parts.join(by);
}

function padding([width, character]: readonly unknown[], run: Run): [number, string] {
  const length = within(indexIn(width, 'width'), 0x7fffffff);
  allot(run, length);
  return [length, isKind<Char>(character, 'char') ? character.text : ' '];
}
