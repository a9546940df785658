import type { Lexicon } from './lexicon';
import { carriesMatter, type Tokens } from './tokens';

/** A text as the order of its words matters: matter, the words that mark roles, and where order is free. */
export interface Step {
  readonly kind: 'matter' | 'role' | 'free' | 'sentence';
  readonly text: string;
}

/** Longest side, in words of matter, of "X and Y" or "X of Y" that may change places. */
const MAX_SIDE = 6;
/** Shortest part, in words of matter, that may change places with another as a clause. */
const MIN_CLAUSE = 3;

export function roleSequence({ tokens, lexicon }: Tokens): readonly Step[] {
  const { symmetricConnectors, symmetricPredicates, roleMarkers, alternatives, questionWords } = lexicon.grammar;
  const steps: Step[] = [];
  let symmetric = false;
  for (const [i, token] of tokens.entries()) {
    if (token.gap === 'sentence' && steps.length > 0) steps.push({ kind: 'sentence', text: '.' });
    else if (token.gap === 'comma' || token.gap === 'colon') steps.push({ kind: 'free', text: '&' });
    if (symmetricConnectors.has(token.text)) {
      // "… and how …" joins two questions, not two things.
      if (questionWords.has(tokens[i + 1]?.text ?? '')) steps.push({ kind: 'sentence', text: '.' });
      else steps.push({ kind: 'free', text: alternatives.has(token.text) ? 'or' : '&' });
    } else if (symmetricPredicates.has(token.text)) steps.push({ kind: 'free', text: token.stem });
    else if (roleMarkers.has(token.text)) {
      if (!symmetric) steps.push({ kind: 'role', text: token.text });
    } else if (carriesMatter(token, lexicon)) steps.push({ kind: 'matter', text: token.stem });
    symmetric = symmetricPredicates.has(token.text);
  }
  return steps;
}

/** Whether two orders of the same words say the same. False when in doubt. Words that one text lacks are left out. */
export function isHarmlessOrder(left: readonly Step[], right: readonly Step[], { grammar }: Lexicon): boolean {
  const a = withoutOwn(left, right);
  const b = withoutOwn(right, left);
  return (
    movedSentences(a, b) ||
    movedPhrases(a, b) ||
    movedClause(a, b) ||
    movedClause(b, a) ||
    swappedSides(a, b) ||
    turnedGenitive(a, b, grammar.genitives) ||
    turnedGenitive(b, a, grammar.genitives)
  );
}

function withoutOwn(of: readonly Step[], other: readonly Step[]): readonly Step[] {
  const known = new Set(other.map((s) => s.text));
  return of.filter((s) => s.kind !== 'matter' || known.has(s.text));
}

function movedSentences(a: readonly Step[], b: readonly Step[]): boolean {
  const sentences = (steps: readonly Step[]): string =>
    split(steps, (s) => s.kind === 'sentence')
      .map((sentence) => spell(sentence.filter((s) => s.kind !== 'free')))
      .sort()
      .join('|');
  return sentences(a) === sentences(b);
}

/**
 * "In Python, explain recursion": a phrase with its preposition moved as a whole. Phrases with the same preposition
 * keep their order, and so does what has none.
 */
function movedPhrases(a: readonly Step[], b: readonly Step[]): boolean {
  const ofA = phrases(a);
  const ofB = phrases(b);
  return ofA.size === ofB.size && [...ofA].every(([role, text]) => ofB.get(role) === text);
}

/** Two long parts changed places as wholes: a clause put first. A swap of roles exchanges less. */
function movedClause(left: readonly Step[], right: readonly Step[]): boolean {
  const turned = turnedParts(matterOf(left), matterOf(right));
  return turned !== undefined && Math.min(...turned) >= MIN_CLAUSE;
}

/**
 * One run of words stands elsewhere: "how many cups a day should I drink", "how many cups should I drink a day". That alone may as
 * well swap roles ("what eats a wolf").
 */
export function isMovedBlock(left: readonly Step[], right: readonly Step[]): boolean {
  const a = matterOf(left);
  return a.length >= MIN_CLAUSE && turnedParts(a, matterOf(right)) !== undefined;
}

function matterOf(steps: readonly Step[]): readonly Step[] {
  return steps.filter((s) => s.kind === 'matter');
}

/** The lengths of the two parts of `b` that make `a` when they change places, between what both begin and end with. */
function turnedParts(a: readonly Step[], b: readonly Step[]): readonly [number, number] | undefined {
  if (a.length !== b.length) return undefined;
  const head = commonHead(a, b);
  const tail = commonHead(a.slice(head).reverse(), b.slice(head).reverse());
  const middle = b.slice(head, b.length - tail);
  const cut = middle.findIndex((step) => step.text === a[head]?.text);
  if (cut <= 0) return undefined;
  const turned = spell([...middle.slice(cut), ...middle.slice(0, cut)]);
  return turned === spell(a.slice(head, a.length - tail)) ? [cut, middle.length - cut] : undefined;
}

function phrases(steps: readonly Step[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let role = '';
  for (const step of steps) {
    if (step.kind === 'role') role = step.text;
    else if (step.kind !== 'matter') role = '';
    if (isFirm(step)) found.set(role, `${found.get(role) ?? ''} ${step.text}`);
  }
  return found;
}

/** "X and Y" against "Y and X", "X differs from Y": the sides of free connectors change places, all else stays. */
function swappedSides(a: readonly Step[], b: readonly Step[]): boolean {
  const head = commonHead(a, b);
  const tail = commonHead([...a].reverse(), [...b].reverse());
  for (let start = head; start >= Math.max(0, head - MAX_SIDE); start -= 1)
    for (let end = tail; end >= Math.max(0, tail - MAX_SIDE); end -= 1)
      if (sameSides(a.slice(start, a.length - end), b.slice(start, b.length - end))) return true;
  return false;
}

function sameSides(a: readonly Step[], b: readonly Step[]): boolean {
  const ofA = sides(a);
  const ofB = sides(b);
  return ofA.length > 1 && ofA.length === ofB.length && ofA.every((side, i) => side === ofB[i]);
}

function sides(steps: readonly Step[]): readonly string[] {
  if (steps.some((s) => s.kind === 'sentence')) return [];
  // "A and B or C": which of them belong together is not known.
  if (new Set(steps.filter((s) => s.kind === 'free').map((s) => s.text)).size > 1) return [];
  const all = split(steps, (s) => s.kind === 'free').filter((side) => side.length > 0);
  return all.some((side) => side.length > MAX_SIDE) ? [] : all.map(spell).sort();
}

/** "benefits of green tea" against "green tea's benefits", "an account on Quora" against "a Quora account". */
function turnedGenitive(a: readonly Step[], b: readonly Step[], genitives: ReadonlySet<string>): boolean {
  const firmA = a.filter(isFirm);
  const firmB = b.filter(isFirm);
  const head = commonHead(firmA, firmB);
  const goal = spell(firmB);
  return firmA.some((step, i) => {
    if (step.kind !== 'role' || !genitives.has(step.text) || head < i - MAX_SIDE || head > i) return false;
    return turns(firmA.slice(0, i), firmA.slice(i + 1)).some((turned) => spell(turned) === goal);
  });
}

/** Every way to take the last few words of one list behind the first few of the other. */
function turns(before: readonly Step[], after: readonly Step[]): readonly (readonly Step[])[] {
  const heads = matterRun([...before].reverse());
  const tails = matterRun(after);
  return heads.flatMap((p) =>
    tails.map((q) => [...before.slice(0, -p), ...after.slice(0, q), ...before.slice(-p), ...after.slice(q)]),
  );
}

/** 1, 2, … as far as the list begins with words of matter, at most MAX_SIDE. */
function matterRun(steps: readonly Step[]): readonly number[] {
  const end = steps.findIndex((s) => s.kind !== 'matter');
  return Array.from({ length: Math.min(end < 0 ? steps.length : end, MAX_SIDE) }, (_, i) => i + 1);
}

function isFirm(step: Step): boolean {
  return step.kind === 'matter' || step.kind === 'role';
}

function commonHead(a: readonly Step[], b: readonly Step[]): number {
  let n = 0;
  while (n < Math.min(a.length, b.length) && a[n]?.text === b[n]?.text) n += 1;
  return n;
}

function split(steps: readonly Step[], at: (step: Step) => boolean): readonly (readonly Step[])[] {
  const parts: Step[][] = [[]];
  for (const step of steps) {
    if (at(step)) parts.push([]);
    else parts.at(-1)?.push(step);
  }
  return parts;
}

function spell(steps: readonly Step[]): string {
  return steps.map((s) => s.text).join(' ');
}
