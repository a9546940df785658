const QUOTED =
  /```[^`]{1,2000}```|`([^`\n]{1,300})`|"{1,2}([^"\n]{1,300})"{1,2}|\u201e([^\u201c\u201d\n]{1,300})[\u201c\u201d]|\u201c([^\u201d\n]{1,300})\u201d|\u00ab([^\u00bb\n]{1,300})\u00bb|(?<![\p{L}\p{N}])['\u2018]([^'\u2019\n]{1,200})['\u2019](?![\p{L}\p{N}])/gu;

/** The strings between quotation marks of any style, as written; fenced blocks are left to the other guards. */
export function quotedStrings(text: string): readonly string[] {
  return [...text.matchAll(QUOTED)].flatMap((found) => {
    const inside = found.slice(1).find((group: string | undefined) => group !== undefined);
    return inside === undefined ? [] : [inside.trim()];
  });
}

/** What is left beside the quoted strings; all of it, if hardly a word is. */
export function withoutQuotes(text: string): string {
  const rest = text.replace(QUOTED, ' ');
  return /\p{L}\s+\P{L}*\p{L}/u.test(rest) ? rest : text;
}
