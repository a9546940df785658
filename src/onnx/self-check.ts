import { ModelError } from '../core/errors';
import type { Network } from './network';
import type { TextTokenizer } from './tokens';

/** Networks often have some unused rows after the last token (a multiple of 64 or 128 computes faster). */
const SPARE_ROWS = 1024;

/** A model as one of these checks sees it. */
export interface OpenedModel {
  readonly config: { readonly window: number };
  readonly tokenizer: Pick<TextTokenizer, 'highestId'>;
  readonly network: Pick<Network, 'run'>;
}

/** @throws ModelError when network and tokenizer do not know the same number of tokens. */
export async function checkVocabulary({ tokenizer: { highestId }, network }: OpenedModel): Promise<void> {
  const knows = (id: number): Promise<boolean> =>
    network.run([{ ids: [id] }]).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ModelError) throw error;
        return false;
      },
    );
  const tooFew = !(await knows(highestId));
  if (!tooFew && !(await knows(highestId + SPARE_ROWS))) return;
  const which = tooFew ? 'fewer' : 'many more';
  throw new ModelError(`tokenizer.json belongs to another model: model.onnx knows ${which} tokens`);
}

/** @throws ModelError when the network cannot take as much as its config allows. */
export async function checkWindow({ config: { window }, network }: OpenedModel): Promise<void> {
  await network.run([{ ids: new Array<number>(window).fill(0) }]).catch((cause: unknown) => {
    throw new ModelError(`model.onnx cannot take the ${window} tokens that its config allows (window)`, { cause });
  });
}
