import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../core/errors';
import { TOKENIZER_FILE } from './model-folder';

/** What the network gets of one text, or of two that it is to compare. */
export interface Tokens {
  readonly ids: readonly number[];
  /** To which of the two texts each belongs, 0 or 1; all 0 where that is not said. */
  readonly types?: readonly number[] | undefined;
}

export interface TextTokenizer {
  /** Tokens with the special ones, never cut or padded. */
  encode(text: string): Tokens;
  /** Both texts as the model takes them together, such as [CLS] a [SEP] b [SEP]. Neither may be empty. */
  encodePair(first: string, second: string): Tokens;
  /** The highest token id that there is. */
  readonly highestId: number;
  /** The one id that stands for every word outside the vocabulary; a model may have none. */
  readonly unknownId: number | undefined;
}

/**
 * What is used of @huggingface/tokenizers. Its own declarations cannot be resolved from CommonJS (they are ES module
 * declarations with extensionless imports), and it is imported dynamically for the same reason.
 */
interface Library {
  readonly Tokenizer: new (
    file: object,
    config: object,
  ) => {
    encode(text: string): { readonly ids: number[] };
    encode(
      text: string,
      options: { readonly text_pair: string; readonly return_token_type_ids: true },
    ): { readonly ids: number[]; readonly token_type_ids?: number[] };
  };
}

/** The parts of tokenizer.json that are read here. `vocab` is a map of ids, or for Unigram models a list in id order. */
interface TokenizerFile {
  readonly normalizer?: { readonly type: string; readonly lowercase?: boolean } | null;
  readonly model: {
    readonly vocab: Readonly<Record<string, number>> | readonly unknown[];
    /** WordPiece and BPE name the token, Unigram gives its id. */
    readonly unk_token?: string | null;
    readonly unk_id?: number | null;
  };
  readonly added_tokens?: readonly { readonly id: number }[];
}

/**
 * @param remedy what an operator does about a file that cannot be used
 * @throws ModelError when it cannot be used
 */
export async function openTokenizer(dir: string, remedy: string): Promise<TextTokenizer> {
  const path = join(dir, TOKENIZER_FILE);
  const text = await readFile(path, 'utf8');
  const { Tokenizer } = (await import('@huggingface/tokenizers')) as unknown as Library;
  try {
    const file = JSON.parse(text) as TokenizerFile;
    // These settings ask for texts to be cut to a length; here a text that is too long must be seen as such.
    const tokenizer = new Tokenizer({ ...file, truncation: null, padding: null }, {});
    const prepare = file.normalizer?.lowercase === true ? lowerSigma : (input: string): string => input;
    return {
      encode: (input) => ({ ids: tokenizer.encode(prepare(input)).ids }),
      encodePair: (first, second) => {
        const options = { text_pair: prepare(second), return_token_type_ids: true } as const;
        const { ids, token_type_ids: types } = tokenizer.encode(prepare(first), options);
        return { ids, types };
      },
      highestId: highestId(file),
      unknownId: unknownId(file),
    };
  } catch (cause) {
    throw new ModelError(`${path} is not a usable tokenizer. ${remedy}`, { cause });
  }
}

/**
 * The reference tokenizer lowers each letter by itself; JavaScript looks at its neighbours for this one letter, and makes
 * another token of it at the end of a word.
 */
function lowerSigma(text: string): string {
  return text.replaceAll('Σ', 'σ');
}

function unknownId({ model }: TokenizerFile): number | undefined {
  const { vocab, unk_token: token } = model;
  if (vocab instanceof Array) return model.unk_id ?? undefined;
  return token == null ? undefined : vocab[token];
}

function highestId({ model, added_tokens: added = [] }: TokenizerFile): number {
  const { vocab } = model;
  let highest = vocab instanceof Array ? vocab.length - 1 : 0;
  if (!(vocab instanceof Array)) for (const id of Object.values(vocab)) highest = Math.max(highest, id);
  for (const { id } of added) highest = Math.max(highest, id);
  return highest;
}
