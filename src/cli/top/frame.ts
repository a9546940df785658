import type { OverviewAnswer } from './overview-answer';
import { drawn, type Row, type Section } from './row';
import {
  failureSection,
  falseHitSection,
  headSection,
  latencySection,
  rateSection,
  reasonSection,
  savedSection,
  storeSection,
} from './sections';

/** What is shown at a time. */
export interface Shown {
  /** Where the numbers come from. */
  readonly from: string;
  /** The last one that came; `undefined`: none yet. */
  readonly overview: OverviewAnswer | undefined;
  /** Why there is no newer one. */
  readonly problem?: string | undefined;
}

export interface Place {
  /** Characters. */
  readonly width: number;
  /** Lines; Infinity: as many as there are. */
  readonly height: number;
  readonly colour: boolean;
}

/** The lines of a frame, each of at most so many characters. What has no room is left out from the end, and that is said. */
export function render(shown: Shown, { width, height, colour }: Place): readonly string[] {
  const sections = sectionsOf(shown, width).filter((section) => section.length > 0);
  const spaced = sections.flatMap((section, i): Section => (i === 0 ? section : [BLANK, ...section]));
  const rows = spaced.length <= height ? spaced : sections.flat();
  return fitting(rows, height).map((row) => drawn(row, width, colour));
}

const BLANK: Row = { text: '' };

function fitting(rows: readonly Row[], height: number): readonly Row[] {
  if (rows.length <= height) return rows;
  const kept = Math.max(0, height - 1);
  const more: Row = { text: `+${rows.length - kept} lines; a taller terminal shows them`, tone: 'dim' };
  return height <= 0 ? [] : [...rows.slice(0, kept), more];
}

function sectionsOf({ from, overview, problem }: Shown, width: number): readonly Section[] {
  const away: Section = problem === undefined ? [] : [{ text: `${problem}; trying again`, tone: 'bad' }];
  if (overview === undefined) return [[{ text: `llm-semantic-cache  ${from}`, tone: 'head' }], away];
  return [
    headSection(overview, from),
    away,
    failureSection(overview, width),
    rateSection(overview, width),
    savedSection(overview, width),
    [...storeSection(overview, width), ...falseHitSection(overview, width)],
    reasonSection(overview, width),
    latencySection(overview),
  ];
}
