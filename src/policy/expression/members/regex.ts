import { RE2JS } from '@bufbuild/re2';
import { isEnum, textIn } from '../arguments';
import { EvaluationFault, spend, spendItems, type Run } from '../run';
import { method, table, type Prepared } from '../table';

/** Characters of a pattern that only a call gives, and how many of these are kept ready. */
const LONGEST = 200;
const KEPT = 32;
/** Steps that compiling one takes. */
const COST = 2000;
const OPTIONS = new Map([
  ['None', 0],
  ['Compiled', 0],
  ['CultureInvariant', 0],
  ['IgnoreCase', RE2JS.CASE_INSENSITIVE],
  ['Singleline', RE2JS.DOTALL],
  ['Multiline', RE2JS.MULTILINE],
]);
const kept = new Map<string, RE2JS>();

/** RE2: linear in the length of the text, and so without look-around and back-references. It tells whether, not where. */
export const REGEX_STATICS = table(
  'Regex',
  {},
  { IsMatch: method('(text, pattern, options?)', 'bool', isMatch, prepare) },
);

function isMatch(_: unknown, [text, pattern, options]: readonly unknown[], run: Run): boolean {
  const source = textIn(pattern, 'pattern');
  if (source.length > LONGEST || /\{\d*,?\d{2}/.test(source)) throw new EvaluationFault('a pattern that is too long');
  const flags = flagsOf(options);
  const key = `${flags}:${source}`;
  const known = kept.get(key);
  if (!known) spend(run, COST);
  const regex = known ?? compiled(source, flags);
  if (!regex || flags === undefined) throw new EvaluationFault('a pattern that is not supported');
  if (kept.size >= KEPT) kept.clear();
  kept.set(key, regex);
  return matches(regex, text, run);
}

function matches(regex: RE2JS, text: unknown, run: Run): boolean {
  const subject = textIn(text, 'text');
  spendItems(run, subject.length);
  return regex.test(subject);
}

function compiled(source: string, flags: number | undefined): RE2JS | undefined {
  try {
    return RE2JS.compile(source, flags);
  } catch {
    return undefined;
  }
}

function flagsOf(options: unknown): number | undefined {
  if (options === undefined) return 0;
  if (!isEnum(options, 'RegexOptions')) return undefined;
  const flags = options.names.map((name) => OPTIONS.get(name));
  return flags.reduce<number | undefined>(
    (all, flag) => (all === undefined || flag === undefined ? undefined : all | flag),
    0,
  );
}

/** A pattern that stands in the policy is compiled when the policy is loaded. */
function prepare([, pattern, options]: readonly unknown[]): Prepared | undefined {
  if (typeof pattern !== 'string') return undefined;
  const flags = flagsOf(options);
  // Options that are joined by "|" are no literal.
  if (flags === undefined) return undefined;
  try {
    const regex = RE2JS.compile(pattern, flags);
    return { kind: 'call', call: (_, [text], run) => matches(regex, text, run) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      kind: 'problem',
      problem: `a pattern that RE2 does not take (${why}); no look-around, no back-references`,
    };
  }
}
