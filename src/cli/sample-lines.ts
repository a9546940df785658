/** The first ids of `total` entries, and how many more there are; a line each. */
export function sampleLines(ids: readonly string[], total: number): readonly string[] {
  const more = total - ids.length;
  return [...ids.map((id) => `  ${id}`), ...(more > 0 ? [`  and ${more} more`] : [])];
}
