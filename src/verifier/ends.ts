import { roleSequence, type Step } from './order';
import type { Tokens } from './tokens';

/** The words at either end of a word of direction, the nearest first. */
interface Ends {
  readonly source: readonly string[];
  readonly goal: readonly string[];
}

const FORWARD = new Set([
  'to',
  'into',
  'onto',
  'than',
  'over',
  'under',
  'before',
  'after',
  'against',
  'by',
  'without',
  'instead',
]);
const MAX_RUN = 4;

/** "euros to dollars" against "dollars to euros", whatever else the two texts say. */
export function hasSwappedEnds(a: Tokens, b: Tokens): boolean {
  const ofB = endsByConnector(roleSequence(b));
  for (const [connector, inA] of endsByConnector(roleSequence(a))) {
    const inB = ofB.get(connector) ?? [];
    const ownA = inA.filter((x) => !inB.some((y) => isEqual(x, y)));
    const ownB = inB.filter((y) => !inA.some((x) => isEqual(x, y)));
    if (ownA.some((x) => ownB.some((y) => isSwapped(x, y)))) return true;
  }
  return false;
}

function endsByConnector(steps: readonly Step[]): ReadonlyMap<string, readonly Ends[]> {
  const found = new Map<string, Ends[]>();
  steps.forEach((step, i) => {
    if (step.kind !== 'role') return;
    const before = runBefore(steps, i);
    const after = runAfter(steps, i);
    const ends = { source: before, goal: after };
    if (FORWARD.has(step.text)) add(found, sameConnector(step.text), ends);
    if (step.text === 'from' && isGoalMarker(steps[i - before.length - 1]))
      add(found, 'to', { source: ends.goal, goal: ends.source });
  });
  return found;
}

/** "to Y from X" names the ends in the other order; any other "from" has but one. */
function isGoalMarker(step: Step | undefined): boolean {
  return step?.kind === 'role' && sameConnector(step.text) === 'to';
}

function sameConnector(text: string): string {
  return text === 'into' || text === 'onto' ? 'to' : text;
}

function add(found: Map<string, Ends[]>, connector: string, ends: Ends): void {
  found.set(connector, [...(found.get(connector) ?? []), ends]);
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

function isEqual(x: Ends, y: Ends): boolean {
  return x.source[0] === y.source[0] && x.goal[0] === y.goal[0];
}
