import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onnxFile, type OnnxGraph } from './onnx-file';

/** A tiny model that compares two texts, made by the test: what it says follows from the words of the texts alone. */
export interface PairModelOptions {
  /** Words that it knows; the others are [UNK]. */
  readonly words: readonly string[];
  /** Of `words`: such as count for nothing. */
  readonly fillers?: readonly string[];
  /**
   * `difference`: words that are in one text only, which makes a cross-encoder with one label. `missing`: words of the second that the
   * first lacks, as entailment goes, with three labels.
   */
  readonly counts?: 'difference' | 'missing';
  /** Fields of `semantic-model.json` that are to be others. */
  readonly config?: object;
}

/** Words for questions of tests, among them those of the probe. */
export const QUESTION_WORDS = {
  words: 'how do can i you my the a text and to reset change password phone water tomatoes please , ?'.split(' '),
  fillers: ['do', 'can', ',', '?'],
};

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const;

/** The logit of "the same" is 4 for no word, and less by 8 for each. */
const BIAS = 4;
const SLOPE = -8;

/** Writes model.onnx, tokenizer.json and semantic-model.json to the folder, which it makes; returns its path. */
export async function writePairModel(dir: string, options: PairModelOptions): Promise<string> {
  const { words, fillers = [], counts = 'difference', config = {} } = options;
  const vocabulary = [...SPECIAL, ...words];
  const weights = vocabulary.map((word, i) => (i < SPECIAL.length || fillers.includes(word) ? 0 : 1));
  const output =
    counts === 'difference'
      ? { labels: ['same'], same: 'same', activation: 'sigmoid' }
      : { labels: ['contradiction', 'entailment', 'neutral'], same: 'entailment', activation: 'softmax' };
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'model.onnx'), onnxFile(network(weights, counts)));
  await writeFile(join(dir, 'tokenizer.json'), JSON.stringify(tokenizer(vocabulary)));
  const semanticModel = { task: 'same-question', name: 'tiny', window: 64, output, threshold: 0.5, ...config };
  await writeFile(join(dir, 'semantic-model.json'), JSON.stringify(semanticModel));
  return dir;
}

/** Counts each word of either text, and compares the counts. */
function network(weights: readonly number[], counts: 'difference' | 'missing'): OnnxGraph {
  const size = weights.length;
  const embeddings = new Float32Array(size * size);
  weights.forEach((weight, i) => (embeddings[i * size + i] = weight));
  const [slopes, biases] =
    counts === 'difference'
      ? [[SLOPE], [BIAS]]
      : [
          [0, SLOPE, 0],
          [0, BIAS, -BIAS],
        ];
  const node = (op: string, inputs: string[], output: string, attributes = {}): OnnxGraph['nodes'][number] => ({
    op,
    inputs,
    outputs: [output],
    attributes,
  });
  const compared =
    counts === 'difference'
      ? [node('Sub', ['first', 'second'], 'gap'), node('Abs', ['gap'], 'words')]
      : [node('Sub', ['second', 'first'], 'gap'), node('Relu', ['gap'], 'words')];
  return {
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'],
    outputs: ['logits'],
    constants: {
      embeddings: { shape: [size, size], data: embeddings },
      one: { shape: [1], data: new BigInt64Array([1n]) },
      slopes: { shape: [1, slopes.length], data: new Float32Array(slopes) },
      biases: { shape: [biases.length], data: new Float32Array(biases) },
    },
    nodes: [
      node('Gather', ['embeddings', 'input_ids'], 'tokens'),
      node('Cast', ['attention_mask'], 'mask', { to: 1 }),
      node('Cast', ['token_type_ids'], 'types', { to: 1 }),
      node('Mul', ['mask', 'types'], 'of_second'),
      node('Sub', ['mask', 'of_second'], 'of_first'),
      ...(['first', 'second'] as const).flatMap((text) => [
        node('Unsqueeze', [`of_${text}`, 'one'], `row_of_${text}`),
        node('MatMul', [`row_of_${text}`, 'tokens'], `counted_${text}`),
        node('Squeeze', [`counted_${text}`, 'one'], text),
      ]),
      ...compared,
      node('ReduceSum', ['words', 'one'], 'distance', { keepdims: 1 }),
      node('MatMul', ['distance', 'slopes'], 'scaled'),
      node('Add', ['scaled', 'biases'], 'logits'),
    ],
  };
}

/** As that of a BERT model. */
function tokenizer(vocabulary: readonly string[]): object {
  const special = (token: string, type: number): object => ({ SpecialToken: { id: token, type_id: type } });
  const sequence = (id: string, type: number): object => ({ Sequence: { id, type_id: type } });
  const single = [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)];
  const known = (token: string): object => ({ id: token, ids: [vocabulary.indexOf(token)], tokens: [token] });
  return {
    version: '1.0',
    added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true, normalized: false })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, sequence('B', 1), special('[SEP]', 1)],
      special_tokens: { '[CLS]': known('[CLS]'), '[SEP]': known('[SEP]') },
    },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  };
}
