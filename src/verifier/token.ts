/** What stands between a token and the one before it. `joined` and `hyphen`: written without a space ("5km", "utf-8"). */
export type Gap = 'joined' | 'hyphen' | 'space' | 'comma' | 'colon' | 'sentence';

export interface Token {
  readonly kind: 'word' | 'number' | 'code';
  readonly text: string;
  readonly stem: string;
  /** Marked out as the name of something: by a capital where the grammar asks for none, or by foreign letters. */
  readonly name: boolean;
  /** A capital inside a sentence, in a language that gives one to every noun. */
  readonly noun: boolean;
  readonly gap: Gap;
  /** Number only: "one", which may be a pronoun. */
  readonly optional: boolean;
  /** Digits only: written with a minus sign; written with an ending such as "3rd". */
  readonly negative: boolean;
  readonly ordinal: boolean;
  /** Code only: as one would say it ("getUserName" is "get user name"). */
  readonly spoken: string;
}

/** Spelled out field by field: these are made for every word. */
export function word(text: string, stem: string, gap: Gap, capital: 'name' | 'noun' | 'none'): Token {
  return {
    kind: 'word',
    text,
    stem,
    name: capital === 'name',
    noun: capital === 'noun',
    gap,
    optional: false,
    negative: false,
    ordinal: false,
    spoken: '',
  };
}

export function number(
  text: string,
  gap: Gap,
  traits: Partial<Pick<Token, 'optional' | 'negative' | 'ordinal'>>,
): Token {
  const { optional = false, negative = false, ordinal = false } = traits;
  return { kind: 'number', text, stem: text, name: false, noun: false, gap, optional, negative, ordinal, spoken: '' };
}

export function code(text: string, gap: Gap, spoken: string): Token {
  return {
    kind: 'code',
    text,
    stem: text,
    name: false,
    noun: false,
    gap,
    optional: false,
    negative: false,
    ordinal: false,
    spoken,
  };
}
