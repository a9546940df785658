import type { Embedding } from '../../../src/core/embedder';
import type { Verifier } from '../../../src/core/verifier';
import { readData } from '../../../tools/quality/data';
import { measure } from '../../../tools/quality/measure';
import { qualityTables } from '../../../tools/quality/tables';
import { folder, type Folder } from '../../support/files';

const pair = (a: string, b: string, label: 0 | 1, kind?: string): string => JSON.stringify({ a, b, label, kind });

let files: Folder;
const before = process.env['LSC_CACHE_DIR'];
beforeAll(() => {
  files = folder({
    'qqp_pairs.dev.jsonl': [pair('a a', 'a a b', 1), pair('c', 'd', 0)].join('\n'),
    'adversarial.test.jsonl': pair('a', 'a not', 0, 'negation'),
    'adversarial_notes.jsonl': 'none of ours',
    'banking77.x.jsonl': '{"text": "far away", "intent": "x"}',
  });
  process.env['LSC_CACHE_DIR'] = files.path;
});
afterAll(() => {
  if (before === undefined) delete process.env['LSC_CACHE_DIR'];
  else process.env['LSC_CACHE_DIR'] = before;
  files.remove();
});

/** Texts that begin with the same letter are the same to it. */
const embed = async (text: string): Promise<Embedding> => ({
  kind: 'vector',
  vector: Float32Array.from({ length: 26 }, (_, i) => (text.charCodeAt(0) - 97 === i ? 1 : 0)),
});

const verifier: Verifier = {
  identity: 'not-1',
  threshold: (_mode, minSimilarity) => minSimilarity,
  verify: ({ stored, similarity }, mode) => ({
    score: similarity,
    veto: mode !== 'off' && stored.endsWith('not') ? 'negation' : undefined,
    weakness: 'low-score',
  }),
  explain: () => {
    throw new Error('not asked for');
  },
};

describe('the published tables', () => {
  it('have each set in each mode, name what is not there, and the wrong kinds', async () => {
    const data = await readData(files.path);
    expect(data.missing).toEqual(['paws_qqp', 'gptcache_paraphrases', 'clinc150']);
    expect(data.sets.map(({ name }) => name).slice(0, 2)).toEqual(['qqp_pairs.dev', 'adversarial.test']);
    expect(data.distractors).toEqual(['far away']);
    const brought = { ...data, sets: data.sets.slice(0, 2) };
    const embedder = { identity: 'letters@1', dims: 26, waiting: 0, embed, close: async () => undefined };
    const judges = {
      embedder,
      verifier,
      close: async () => undefined,
      embedAll: async (texts: Iterable<string>) =>
        new Map(await Promise.all([...texts].map(async (text) => [text, await embed(text)] as const))),
    };
    const quality = await measure(brought, judges, { minSimilarity: 0.95, candidates: 5 });
    const tables = qualityTables(quality, { made: 'letters and not', minSimilarity: 0.95, missing: data.missing });
    const lines = tables.split('\n');
    expect(tables).toContain('Not found, and so not measured: paws_qqp, gptcache_paraphrases, clinc150.');
    expect(lines).toContain('| adversarial.test (1) | off | 0.950 | 0 of 0 | 1 of 1 | 0.0 % [0.0, 97.5] |');
    expect(lines).toContain('| adversarial.test (1) | guards | 0.950 | 0 of 0 | 0 of 1 | - |');
    // Nothing is ranked where all pairs have one label.
    expect(lines.filter((line) => line.startsWith('| adversarial.test'))).toHaveLength(4);
    expect(tables).toContain('2 questions looked up among 3 entries');
    expect(lines).toContainEqual(
      expect.stringMatching(/^\| off \| in force \| 0\.950 \| 50\.0 % \[.*\] \| 1 \| 0 \| 0 \|/),
    );
  });
});
