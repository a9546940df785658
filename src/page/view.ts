import type { TemplateResult } from 'lit-html';
import type { Live } from './live.js';
import type { Session } from './session.js';

/** What is shown at one route. */
export interface View {
  readonly title: string;
  /** Somebody comes to it. @param argument what the address has behind the route's name, decoded */
  enter?(argument: string): void;
  render(): TemplateResult;
}

/** What views need of the page around them. */
export interface Surroundings {
  readonly session: Session;
  readonly live: Live;
  /** Something that is shown is another now. */
  readonly redraw: () => void;
  /** Has screen readers say it. */
  readonly announce: (words: string) => void;
}
