/** Exit statuses, the same for every command; a command's own words are in its `exits`. */
export const EXIT = { well: 0, failed: 1, wrongUsage: 2 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: Readonly<Record<ExitStatus, string>> = {
  [EXIT.well]: 'done, or the answer is yes',
  [EXIT.failed]: 'it failed, or the answer is no',
  [EXIT.wrongUsage]: 'wrong usage or configuration: nothing was done',
};
