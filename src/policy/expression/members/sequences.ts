import { indexIn } from '../arguments';
import { isEqual, order } from '../operators';
import { allot, EvaluationFault, spendItems, type Run } from '../run';
import { elementType, itemsOf } from '../sequence';
import { method, property, table, type Call, type TypesAt } from '../table';

type Lambda = (item: unknown) => unknown;

const element = ({ self }: TypesAt): string => elementType(self) ?? 'object';
const same = (types: TypesAt): string => `${element(types)}[]`;

/** LINQ over the items of a value; a predicate is optional where C# has it so. */
function over(take: (items: readonly unknown[], lambda: Lambda | undefined, run: Run) => unknown): Call<unknown> {
  return (self, [lambda], run) => take(itemsOf(self, run), lambda as Lambda | undefined, run);
}

const holds = (lambda: Lambda | undefined) => (item: unknown) => lambda === undefined || truth(lambda(item));

function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new EvaluationFault('a condition is neither true nor false');
  return value;
}

function present(found: { readonly item: unknown } | undefined): unknown {
  if (!found) throw new EvaluationFault('there is no such item');
  return found.item;
}

const first = (items: readonly unknown[], lambda: Lambda | undefined) => {
  const index = items.findIndex(holds(lambda));
  return index < 0 ? undefined : { item: items[index] };
};
const last = (items: readonly unknown[], lambda: Lambda | undefined) => {
  const index = items.findLastIndex(holds(lambda));
  return index < 0 ? undefined : { item: items[index] };
};

/** @param direction 1 or -1 */
const ordered = (direction: number): Call<unknown> =>
  over((items, lambda, run) => {
    const keyed = made(items, run).map((item) => ({ item, key: lambda?.(item) }));
    spendItems(run, items.length * 8);
    return keyed.sort((a, b) => direction * order(a.key, b.key)).map(({ item }) => item);
  });

/** For what makes a list as long as its source. */
function made(items: readonly unknown[], run: Run): readonly unknown[] {
  allot(run, items.length);
  return items;
}

/** What everything that has items can do: arrays, lists, JSON arrays and objects, dictionaries, the characters of a string. */
export const SEQUENCE = table(
  'IEnumerable',
  {},
  {
    Any: method(
      '(=>predicate?)',
      'bool',
      over((items, lambda) => items.some(holds(lambda))),
    ),
    All: method(
      '(=>predicate)',
      'bool',
      over((items, lambda) => items.every(holds(lambda))),
    ),
    Count: method(
      '(=>predicate?)',
      'int',
      over((items, lambda) => BigInt(items.filter(holds(lambda)).length)),
    ),
    Where: method(
      '(=>predicate)',
      same,
      over((items, lambda, run) => made(items, run).filter(holds(lambda))),
    ),
    Select: method(
      '(=>selector)',
      ({ arguments: [type] }) => `${type ?? 'object'}[]`,
      over((items, lambda, run) => made(items, run).map((item) => lambda?.(item) ?? null)),
    ),
    First: method(
      '(=>predicate?)',
      element,
      over((items, lambda) => present(first(items, lambda))),
    ),
    FirstOrDefault: method(
      '(=>predicate?)',
      element,
      over((items, lambda) => first(items, lambda)?.item ?? null),
    ),
    Last: method(
      '(=>predicate?)',
      element,
      over((items, lambda) => present(last(items, lambda))),
    ),
    LastOrDefault: method(
      '(=>predicate?)',
      element,
      over((items, lambda) => last(items, lambda)?.item ?? null),
    ),
    ElementAtOrDefault: method('(index)', element, (self: unknown, [index], run) => {
      return itemsOf(self, run)[Math.max(-1, indexIn(index, 'index'))] ?? null;
    }),
    Skip: method('(count)', same, (self: unknown, [count], run) =>
      made(itemsOf(self, run), run).slice(Math.max(0, indexIn(count, 'count'))),
    ),
    Take: method('(count)', same, (self: unknown, [count], run) =>
      made(itemsOf(self, run), run).slice(0, Math.max(0, indexIn(count, 'count'))),
    ),
    OrderBy: method('(=>key)', same, ordered(1)),
    OrderByDescending: method('(=>key)', same, ordered(-1)),
    Contains: method('(item)', 'bool', (self: unknown, [item], run) =>
      itemsOf(self, run).some((each) => isEqual(each, item)),
    ),
    Distinct: method('()', same, (self: unknown, _, run) => distinct(itemsOf(self, run), run)),
    ToArray: method('()', same, (self: unknown, _, run) => made(itemsOf(self, run), run)),
    ToList: method('()', same, (self: unknown, _, run) => made(itemsOf(self, run), run)),
  },
);

export const ARRAY = table('array', {
  Length: property('int', (self: readonly unknown[]) => BigInt(self.length)),
  Count: property('int', (self: readonly unknown[]) => BigInt(self.length)),
});

/** Compares each with all before it. */
function distinct(items: readonly unknown[], run: Run): readonly unknown[] {
  spendItems(run, items.length * items.length);
  return items.filter((item, index) => items.findIndex((each) => isEqual(each, item)) === index);
}
