import type { Lexicon } from './lexicon';
import { roleSequence, type Step } from './order';
import type { Tokens } from './tokens';

/** The words at either end of a word of direction, the nearest first. */
interface Ends {
  readonly source: readonly string[];
  readonly goal: readonly string[];
}

const MAX_RUN = 4;

/** "euros to dollars" against "dollars to euros", whatever else the two texts say. */
export function hasSwappedEnds(a: Tokens, b: Tokens): boolean {
  const ofB = endsByConnector(roleSequence(b), b.lexicon);
  for (const [connector, inA] of endsByConnector(roleSequence(a), a.lexicon)) {
    const inB = ofB.get(connector) ?? [];
    const ownB = byGoal(unequal(inB, inA));
    if (unequal(inA, inB).some((x) => ownB.get(x.source[0] ?? '')?.some((y) => isSwapped(x, y)))) return true;
  }
  return false;
}

function endsByConnector(steps: readonly Step[], { grammar }: Lexicon): ReadonlyMap<string, readonly Ends[]> {
  const found = new Map<string, Ends[]>();
  steps.forEach((step, i) => {
    if (step.kind !== 'role') return;
    const connector = grammar.connectors.get(step.text);
    const isOrigin = grammar.origins.has(step.text);
    if (connector === undefined && !isOrigin) return;
    const before = runBefore(steps, i);
    const after = runAfter(steps, i);
    if (connector !== undefined) add(found, connector, { source: before, goal: after });
    if (isOrigin && isGoal(steps[i - before.length - 1], grammar)) add(found, 'goal', { source: after, goal: before });
  });
  return found;
}

/** "to Y from X" names the ends in the other order; any other "from" has but one. */
function isGoal(step: Step | undefined, { connectors }: Lexicon['grammar']): boolean {
  return step?.kind === 'role' && connectors.get(step.text) === 'goal';
}

function add(found: Map<string, Ends[]>, word: string, ends: Ends): void {
  const known = found.get(word);
  if (known) known.push(ends);
  else found.set(word, [ends]);
}

function runBefore(steps: readonly Step[], at: number): readonly string[] {
  const run: string[] = [];
  for (let i = at - 1; i >= 0 && run.length < MAX_RUN && steps[i]?.kind === 'matter'; i -= 1)
    run.push(steps[i]?.text ?? '');
  return run;
}

function runAfter(steps: readonly Step[], at: number): readonly string[] {
  const run: string[] = [];
  for (let i = at + 1; run.length < MAX_RUN && steps[i]?.kind === 'matter'; i += 1) run.push(steps[i]?.text ?? '');
  return run;
}

/** The word next to the connector on either side is found at the other end in the other text, and not at its own. */
function isSwapped(x: Ends, y: Ends): boolean {
  return crosses(x.source, y) && crosses(y.source, x);
}

function crosses(source: readonly string[], other: Ends): boolean {
  const near = source[0];
  return near !== undefined && other.goal.includes(near) && !other.source.includes(near);
}

/** Those whose nearest words are not the two of any other; of the same two, the first. */
function unequal(own: readonly Ends[], others: readonly Ends[]): readonly Ends[] {
  const known = new Set(others.map(nearest));
  return own.filter((ends) => {
    const isNew = !known.has(nearest(ends));
    known.add(nearest(ends));
    return isNew;
  });
}

function nearest({ source, goal }: Ends): string {
  return `${source[0] ?? ''} ${goal[0] ?? ''}`;
}

function byGoal(all: readonly Ends[]): ReadonlyMap<string, readonly Ends[]> {
  const found = new Map<string, Ends[]>();
  for (const ends of all) for (const word of ends.goal) add(found, word, ends);
  return found;
}
