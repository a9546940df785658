import type { GuardReason } from '../../core/reason';
import type { Tokens } from '../tokens';

/** A word that only one text has, and its opposite that only the other has. */
export function antonym(asked: Tokens, stored: Tokens): GuardReason | undefined {
  return oppositeStems(asked, stored) || oppositeTexts(asked, stored) || oppositeParticles(asked, stored)
    ? 'antonym'
    : undefined;
}

function oppositeStems(asked: Tokens, stored: Tokens): boolean {
  const { byStem } = asked.lexicon.opposites;
  const ofStored = ownStems(stored, asked);
  return ofStored.size > 0 && hasOpposite(ownStems(asked, stored), ofStored, byStem);
}

function oppositeTexts(asked: Tokens, stored: Tokens): boolean {
  const { byText } = asked.lexicon.opposites;
  if (byText.size === 0) return false;
  return hasOpposite(ownTexts(asked, stored), ownTexts(stored, asked), byText);
}

function hasOpposite(
  own: ReadonlySet<string>,
  others: ReadonlySet<string>,
  opposites: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  for (const word of own) for (const opposite of opposites.get(word) ?? []) if (others.has(opposite)) return true;
  return false;
}

/** Words that the other text lacks, under the stems by which opposites are known. */
function ownStems(of: Tokens, other: Tokens): ReadonlySet<string> {
  const own = new Set<string>();
  for (const { kind, stem, text } of of.tokens) {
    if (kind === 'word' && !other.stems.has(stem)) own.add(stem).add(of.lexicon.positiveStem(text));
  }
  return own;
}

function ownTexts(of: Tokens, other: Tokens): ReadonlySet<string> {
  return new Set(of.tokens.filter((t) => t.kind === 'word' && !other.texts.has(t.text)).map((t) => t.text));
}

/** "turn on" and "turn off", "to Rome" and "from Rome": each beside a word that has the other beside it there. */
function oppositeParticles(asked: Tokens, stored: Tokens): boolean {
  const { particles } = asked.lexicon;
  const ofAsked = particlesByNeighbour(asked, stored);
  if (ofAsked.size === 0) return false;
  for (const [neighbour, there] of particlesByNeighbour(stored, asked)) {
    const here = ofAsked.get(neighbour) ?? new Set();
    for (const particle of here)
      for (const opposite of particles.get(particle) ?? [])
        if (
          there.has(opposite) &&
          !there.has(particle) &&
          !here.has(opposite) &&
          !haveBoth(asked, stored, particle, opposite)
        )
          return true;
  }
  return false;
}

/** Then they may have changed places: the other guard's matter. */
function haveBoth({ texts: a }: Tokens, { texts: b }: Tokens, ...[x, y]: readonly [string, string]): boolean {
  return a.has(x) && a.has(y) && b.has(x) && b.has(y);
}

/** Behind its word ("turn on") a particle counts only if the other text has it nowhere ("fly from Oslo to Rome"). */
function particlesByNeighbour({ tokens, lexicon }: Tokens, other: Tokens): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const put = (key: string, particle: string): void => {
    found.set(key, (found.get(key) ?? new Set()).add(particle));
  };
  tokens.forEach(({ text }, at) => {
    if (!lexicon.particles.has(text)) return;
    const before = tokens[at - 1];
    const after = [tokens[at + 1], tokens[at + 2]].find((t) => t && !lexicon.grammar.articles.has(t.text));
    if (before && !other.texts.has(text)) put(`${before.stem} _`, text);
    if (after) put(`_ ${after.stem}`, text);
  });
  return found;
}
