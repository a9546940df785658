/** Synthetic traffic with known truth. A candidate lies `place` (0: score 1, 1: the configured threshold) of the way down. */
export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** How often a candidate is false, as a multiple of the bound; `time` runs from 0 to 1. */
  rate(place: number, time: number): number;
  /** Where candidates lie: the place is `random ** crowding`, so 1 is even, more is nearer to score 1. */
  crowding(time: number): number;
}

const even = () => 1;

function between(from: number, to: number, time: number): number {
  return from + (to - from) * time;
}

/** A fifth of the bound, and `multiple` times the bound from half the run on. */
export function turn(name: string, multiple: number): Scenario {
  const rate = (_: number, time: number) => (time < 0.5 ? 0.2 : multiple);
  return { name, what: `0.2, ${multiple} times the bound from half the run on`, rate, crowding: even };
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'easy', what: 'a fifth of the bound everywhere', rate: () => 0.2, crowding: even },
  { name: 'graded', what: 'from 0 at score 1 to 4 times the bound', rate: (place) => 4 * place, crowding: even },
  { name: 'just below', what: '0.8 of the bound everywhere', rate: () => 0.8, crowding: even },
  { name: 'just above', what: '1.2 times the bound everywhere', rate: () => 1.2, crowding: even },
  {
    name: 'edge',
    what: '0.8 in the upper quarter, 1.2 below',
    rate: (place) => (place < 0.25 ? 0.8 : 1.2),
    crowding: even,
  },
  { name: 'bad', what: 'three times the bound everywhere', rate: () => 3, crowding: even },
  {
    name: 'upside down',
    what: 'five times the bound in the best tenth of the scores, 0.3 below',
    rate: (place) => (place < 0.1 ? 5 : 0.3),
    crowding: even,
  },
  {
    name: 'traffic sinks',
    what: '0.2 in the upper quarter, 2 below; three quarters of the candidates move from there to here',
    rate: (place) => (place < 0.25 ? 0.2 : 2),
    crowding: (time) => between(4.8, 0.6, time),
  },
  {
    name: 'sudden',
    what: '0.2, ten times the bound from half the run on',
    rate: (_, time) => (time < 0.5 ? 0.2 : 10),
    crowding: even,
  },
  turn('sudden, slight', 1.5),
  { name: 'slow', what: 'from 0.2 to 3 times the bound', rate: (_, time) => between(0.2, 3, time), crowding: even },
  {
    name: 'recovery',
    what: '0.2, five times the bound from 0.3 to 0.5 of the run, 0.2 again',
    rate: (_, time) => (time >= 0.3 && time < 0.5 ? 5 : 0.2),
    crowding: even,
  },
  {
    name: 'lower part mends',
    what: '0.2 in the upper quarter; below three times the bound, from 0.3 of the run on 0.2',
    rate: (place, time) => (place < 0.25 || time >= 0.3 ? 0.2 : 3),
    crowding: even,
  },
  {
    name: 'to and fro',
    what: '0.2 and five times the bound in turns, ten times a run',
    rate: (_, time) => (Math.floor(time * 20) % 2 === 0 ? 0.2 : 5),
    crowding: even,
  },
];
