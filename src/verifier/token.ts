import { stem } from './stem';

/** What stands between a token and the one before it. `joined` and `hyphen`: written without a space ("5km", "utf-8"). */
export type Gap = 'joined' | 'hyphen' | 'space' | 'comma' | 'colon' | 'sentence';

export interface Token {
  readonly kind: 'word' | 'number' | 'code';
  readonly text: string;
  readonly stem: string;
  /** A capital where the grammar asks for none. */
  readonly name: boolean;
  readonly gap: Gap;
  /** Number only: "one", which may be a pronoun. */
  readonly optional: boolean;
  /** Digits only: written with a minus sign; written with an ending such as "3rd". */
  readonly negative: boolean;
  readonly ordinal: boolean;
  /** Code only: as one would say it ("getUserName" is "get user name"). */
  readonly spoken: string;
}

const PLAIN = { name: false, optional: false, negative: false, ordinal: false, spoken: '' };

/** Spelled out field by field: this one is made for every word. */
export function word(text: string, gap: Gap, name: boolean): Token {
  return {
    kind: 'word',
    text,
    stem: stem(text),
    name,
    gap,
    optional: false,
    negative: false,
    ordinal: false,
    spoken: '',
  };
}

export function number(text: string, gap: Gap): Token {
  return { ...PLAIN, kind: 'number', text, stem: text, gap };
}

export function code(text: string, gap: Gap, spoken: string): Token {
  return { ...PLAIN, kind: 'code', text, stem: text, gap, spoken };
}
