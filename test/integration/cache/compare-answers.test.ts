import { compareAnswers } from '../../../src/cache/compare-answers';
import type { Said } from '../../../src/core/dialect';
import type { Embedder } from '../../../src/core/embedder';
import { loadOnnxEmbedder } from '../../../src/embedding/onnx/onnx-embedder';
import { verifier } from '../../../src/verifier/verifier';
import { fetchModel } from '../../../tools/fetch/model';

let embedder: Embedder;
beforeAll(async () => {
  const options = { threads: 1, maxBatch: 8, queue: 40, memoEntries: 100 };
  embedder = await loadOnnxEmbedder({ ...options, modelDir: await fetchModel() });
});
afterAll(() => embedder.close());

const said = (text: string): Said => ({ text, calls: [] });
const compare = (stored: string, fresh: string): Promise<string> =>
  compareAnswers({ question: 'q', stored: said(stored), fresh: said(fresh) }, { embedder, verifier, judge: undefined });

const STEPS = [
  'Open the settings and look for the section about privacy, which comes after the one about notifications.',
  'Choose the entry that is called tracking; it shows what the application tells its maker about you.',
  'Move the switch beside it, and wait until the application says that it has taken the change over.',
  'Start the application again, for some parts of it look at this setting only when they are started.',
  'If nothing has changed then, write to the people who look after it and tell them which version you have.',
  'They answer within a day as a rule, and ask for the log, which you find in the folder of the application.',
].join(' ');

describe('answers, compared with the real model', () => {
  it.each<[string, string]>([['Yes, you can export your data as CSV.', 'Yes. Data can be exported to a CSV file.']])(
    '%j and %j are the same',
    async (a, b) => {
      expect(await compare(a, b)).toBe('same');
    },
  );

  it.each<[string, string]>([
    ['Refunds are paid within 30 days of the purchase.', 'Refunds are paid within 14 days of the purchase.'],
    ['Yes, you can export your data as CSV.', 'No, exporting your data as CSV is not possible.'],
    ['Open the settings and switch off tracking.', 'Open the settings and switch on tracking.'],
    ['The capital of France is Paris.', 'Bananas are rich in potassium.'],
    [STEPS, STEPS.replace('within a day', 'within 9 days')],
    [STEPS, STEPS.replace('write to the people', 'do not write to the people')],
  ])('%j and %j are different', async (a, b) => {
    expect(await compare(a, b)).toBe('different');
  });

  it.each<[string, string]>([
    ['The capital of France is Paris.', 'Paris is the capital of France.'],
    [STEPS, STEPS.replace('look after it', 'care for it')],
  ])('%j and %j are uncertain: only their wording differs, which may mean something', async (a, b) => {
    expect(await compare(a, b)).toBe('uncertain');
  });

  it('are uncertain where the model does not know the words', async () => {
    expect(await compare('返品は30日以内です。', '返品できます、30日以内なら。')).toBe('uncertain');
  });
});
