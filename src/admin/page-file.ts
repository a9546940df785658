import type { Route } from './reply';

/** The static files of the page: anybody gets them, for they hold no data. */
export interface PageFiles {
  /** By path, such as `/` and `/page/main.js`. */
  readonly routes: ReadonlyMap<string, Route>;
  /** Of the scripts that stand in the page itself: `sha256-` and Base64. */
  readonly scriptHashes: readonly string[];
}
