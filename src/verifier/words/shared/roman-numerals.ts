/** Roman numerals. They count only behind something that is numbered ("War II"). */
export const ROMAN_NUMERALS: ReadonlyMap<string, number> = new Map(
  'ii iii iv _ vi vii viii ix _ xi xii xiii xiv xv xvi xvii xviii xix xx'
    .split(' ')
    .map((numeral, i) => [numeral, i + 2] as const),
);
