import { existsSync, readFileSync } from 'node:fs';
import { calibrate } from '../../../src/cli/calibrate';
import type { Command } from '../../../src/cli/command';
import { evaluate } from '../../../src/cli/evaluate';
import { explain } from '../../../src/cli/explain';
import { fetchModel } from '../../../tools/fetch/model';
import { folder, type Folder } from '../../support/files';
import { ran, type Ran } from '../../support/piped-process';
import { runCli } from '../../support/server';

const LONG = 'word '.repeat(400);

const PAIRS = [
  { a: 'How do I reset my password?', b: 'How can I reset my password?', same: true, kind: 'wording', lang: 'en' },
  { a: 'What is the capital of Peru?', b: "What's the capital of Peru?", label: 1, kind: 'wording', lang: 'en' },
  { a: 'Open the window.', b: ' Open the window. ', same: 1, kind: 'blanks', lang: 'en' },
  { a: 'How do I enable dark mode?', b: 'How do I disable dark mode?', same: false, kind: 'antonym', lang: 'en' },
  { a: 'List 5 tips for better sleep', b: 'List 10 tips for better sleep', label: 0, kind: 'number', lang: 'en' },
  { a: 'How do I bake bread?', b: 'Who painted the Mona Lisa?', same: 0, kind: 'other' },
  { a: `${LONG} Summarise it.`, b: `${LONG} Translate it.`, same: false, kind: 'long', lang: 'en' },
];

const ENTRIES = [
  { id: 'reset', text: 'How do I reset my password?' },
  { text: 'How do I enable dark mode?' },
  { text: 'What is the capital of Peru?' },
];
const QUERIES = [
  { text: 'How can I reset my password?', same: ['reset'] },
  { text: 'How do I disable dark mode?', same: [] },
  { text: "What's the capital of Peru?", same: [], different: ['reset'] },
  { text: 'What is the capital of Peru?', same: ['What is the capital of Peru?', 'a ghost'] },
  { text: 'Who painted the Mona Lisa?', same: [] },
];

let model: string;
let files: Folder;
const lines = (values: readonly object[]): string => values.map((value) => JSON.stringify(value)).join('\n');

beforeAll(async () => {
  model = await fetchModel();
  files = folder({ 'pairs.jsonl': lines(PAIRS), 'entries.jsonl': lines(ENTRIES), 'queries.jsonl': lines(QUERIES) });
});
afterAll(() => {
  files.remove();
});

function run(command: Command, args: readonly string[], stdin?: string): Promise<Ran> {
  const placed = args.map((arg) => (/\.(?:jsonl|svg)$/.test(arg) ? `${files.path}/${arg}` : arg));
  return ran(command, ['--model', model, ...placed], stdin);
}

async function json(command: Command, args: readonly string[], stdin?: string) {
  const { status, out, err } = await run(command, [...args, '--json'], stdin);
  expect({ err, lines: out.length }).toEqual({ err: [], lines: 1 });
  return { status, found: JSON.parse(out[0]!) };
}

describe('evaluate --pairs', () => {
  it('prints one object: the judge and plain cosine', async () => {
    const { status, found } = await json(evaluate, [
      '--pairs',
      'pairs.jsonl',
      '--verify',
      'guards',
      '--similarity',
      '0.9',
    ]);
    expect(status).toBe(0);
    expect(found).toMatchObject({
      n: 7,
      same: 3,
      different: 4,
      identical: 1,
      auc: 1,
      recallAtPrecision: { '0.90': 1, '0.95': 1, '0.97': 1, '0.99': 1 },
      threshold: 0.9,
      atThreshold: { trueHits: 3, falseHits: 0, precision: 1, recall: 1 },
      byKind: { antonym: { n: 1, hits: 0 }, blanks: { n: 1, hits: 1 }, wording: { n: 2, hits: 2 } },
      byLang: { '(none)': { n: 1, hits: 0 }, en: { n: 6, hits: 3 } },
      refusals: {
        'verify-antonym': { same: 0, different: 1 },
        'verify-number': { same: 0, different: 1 },
        'window-exceeded': { same: 0, different: 1 },
      },
      cosine: {
        n: 7,
        same: 3,
        different: 4,
        threshold: 0.9,
        // 0.928 and 0.98: opposites and other numbers are near.
        atThreshold: { trueHits: 3, falseHits: 2 },
        byKind: { antonym: { n: 1, hits: 1 }, number: { n: 1, hits: 1 }, long: { n: 1, hits: 0 } },
      },
    });
    const named = ['n', 'same', 'different', 'auc', 'recallAtPrecision', 'threshold', 'atThreshold', 'byKind'];
    expect(Object.keys(found)).toEqual(expect.arrayContaining([...named, 'cosine']));
    expect(Object.keys(found.cosine)).toEqual(expect.arrayContaining(named));
  });

  it('is for people without --json, reads standard input, and draws', async () => {
    const { status, out } = await run(
      evaluate,
      ['--pairs', '-', '--verify', 'guards', '--plot', 'plot.svg'],
      lines(PAIRS),
    );
    expect(status).toBe(0);
    const text = out.join('\n');
    expect(text).toMatch(/^-: 7 pairs, 3 same, 4 different; 1 of equal texts \(always hits\)\n/);
    expect(text).toMatch(/\n {20,}verify guards +plain cosine\nAUC +1\.000 \[/);
    expect(text).toMatch(/\n {2}verify-number +0 +1\n/);
    expect(readFileSync(`${files.path}/plot.svg`, 'utf8')).toMatch(/^<svg [\s\S]*<polyline [\s\S]*<\/svg>\n$/);
  });

  it('serves what a given threshold lets through', async () => {
    const args = ['--pairs', 'pairs.jsonl', '--verify', 'off', '--similarity', '0.9', '--threshold', '0.999'];
    const { found } = await json(evaluate, args);
    expect(found).toMatchObject({ mode: 'off', threshold: 0.999, atThreshold: { trueHits: 1, falseHits: 0 } });
    expect(found.cosine).toMatchObject({ threshold: 0.9, atThreshold: { trueHits: 3, falseHits: 2 } });
  });

  it('shows the pairs that went wrong when asked', async () => {
    const args = ['--pairs', 'pairs.jsonl', '--verify', 'off', '--similarity', '0.9'];
    const { found } = await json(evaluate, [...args, '--show', 'false-hits']);
    expect(found.shown).toEqual([
      expect.objectContaining({ a: PAIRS[3]!.a, b: PAIRS[3]!.b, same: false }),
      expect.objectContaining({ a: PAIRS[4]!.a, b: PAIRS[4]!.b, same: false }),
    ]);
    const { out } = await run(evaluate, [...args, '--threshold', '1', '--show', 'missed']);
    expect(out.filter((line) => line.startsWith('below-threshold, similarity 0.9'))).toHaveLength(2);
    expect(out).toEqual(expect.arrayContaining([`  ${PAIRS[0]!.a}`, `  ${PAIRS[1]!.b}`]));
  });

  it('says which plot cannot be written', async () => {
    const { status, err } = await run(evaluate, ['--pairs', 'pairs.jsonl', '--plot', 'no/such/plot.svg']);
    expect({ status, written: existsSync(`${files.path}/no`) }).toEqual({ status: 1, written: false });
    expect(err.join()).toContain('plot.svg: cannot be written');
  });
});

describe('evaluate --queries --entries', () => {
  const given = [
    '--queries',
    'queries.jsonl',
    '--entries',
    'entries.jsonl',
    '--verify',
    'guards',
    '--similarity',
    '0.9',
  ];

  it('looks each query up', async () => {
    const { found } = await json(evaluate, given);
    expect(found).toMatchObject({ queries: 5, entries: 3, identical: 1, unknownNames: 1, threshold: 0.9 });
    expect(found.atThreshold).toMatchObject({ hits: 3, hitRate: 0.6, trueHits: 1, falseHits: 0, unlabelled: 1 });
    expect(found.cosine.atThreshold).toMatchObject({
      hits: 4,
      trueHits: 1,
      falseHits: 1,
      unlabelled: 1,
      falseShare: 0.5,
    });
    expect(found.sweep.length).toBeGreaterThan(5);
  });

  it('is for people without --json', async () => {
    const { out } = await run(evaluate, [...given, '--plot', 'cache.svg']);
    expect(out[0]).toContain('5 queries among 3 entries, up to 5 candidates; 1 queries are identical to an entry');
    expect(out).toContain('warning: the queries name 1 entries that are not there');
    expect(existsSync(`${files.path}/cache.svg`)).toBe(true);
  });
});

describe('calibrate', () => {
  it('says when there is too little data', async () => {
    const args = ['--pairs', 'pairs.jsonl', '--max-false-hit-rate', '0.01', '--verify', 'off'];
    const { status, out } = await run(calibrate, args);
    expect(status).toBe(1);
    expect(out.join('\n')).toContain('too little data to promise anything: at least 299 such pairs are needed');
    const { found } = await json(calibrate, args);
    // Of the seven one is too long, and one is of equal texts.
    expect(found).toMatchObject({ n: 7, near: 5, needed: 299, threshold: null, tested: 0 });
  });

  it('proposes a threshold where the data support one', async () => {
    const many = Array.from({ length: 40 }, (_, i) => [
      { a: `How do I reset password number ${i}?`, b: `How can I reset password number ${i}?`, same: true },
      { a: `How do I bake bread with ${i} eggs?`, b: `Who painted picture ${i}?`, same: false },
    ]).flat();
    const args = ['--pairs', '-', '--max-false-hit-rate', '0.1', '--verify', 'off'];
    const { status, found } = await json(calibrate, args, lines(many));
    expect(status).toBe(0);
    expect(found).toMatchObject({ near: 80, falseHits: 0, confidence: 0.95 });
    expect(found.served).toBeGreaterThanOrEqual(29);
    expect(found.served).toBeLessThanOrEqual(40);
    expect(found.bound).toBeLessThanOrEqual(0.1);
    expect(found.threshold).toBeGreaterThan(0.6);
  });

  it('says when the surest pairs are wrong already', async () => {
    const wrong = Array.from({ length: 40 }, (_, i) => ({ a: `Is ${i} even?`, b: `Is ${i} odd?`, same: false }));
    const { status, out } = await run(
      calibrate,
      ['--pairs', '-', '--max-false-hit-rate', '0.1', '--verify', 'off'],
      lines(wrong),
    );
    expect(status).toBe(1);
    expect(out.join('\n')).toContain(
      'no threshold can be promised: there are false ones among the surest pairs already',
    );
  });
});

describe('explain', () => {
  const DARK = { a: 'How do I enable dark mode?', b: 'How do I disable dark mode?' };
  const RESET = { a: 'How do I reset my password?', b: 'How can I reset my password?' };

  it.each([
    [DARK, { verdict: 'miss', reason: 'verify-antonym' }, /^miss \(verify-antonym\): .*opposite/],
    [{ a: RESET.a, b: `${RESET.a} ` }, { verdict: 'exact-hit', reason: null }, /^hit: the texts are equal/],
    [RESET, { verdict: 'semantic-hit', reason: null }, /^hit: similar enough/],
    [
      { a: LONG, b: `${LONG} more` },
      { verdict: 'miss', reason: 'window-exceeded' },
      /^miss \(window-exceeded\): a text/,
    ],
  ])('%#: says what becomes of a pair, and why', async ({ a, b }, expected, words) => {
    const args = ['--a', a, '--b', b, '--verify', 'guards', '--similarity', '0.9'];
    expect((await json(explain, args)).found).toMatchObject({ ...expected, mode: 'guards', threshold: 0.9 });
    expect((await run(explain, args)).out[0]).toMatch(words);
  });

  it('shows all that speaks against a hit', async () => {
    const { found } = await json(explain, [
      '--a',
      'Do enable 2 modes',
      '--b',
      'Do not disable 3 modes',
      '--verify',
      'guards',
    ]);
    expect(found.vetoes).toEqual(expect.arrayContaining(['number', 'negation', 'antonym']));
    expect(found.similarity).toBeGreaterThan(0.5);
  });
});

describe('the program', () => {
  it('has the commands, and leaves standard output to the result', async () => {
    const { code, stdout, stderr } = await runCli(
      'evaluate',
      '--model',
      model,
      '--pairs',
      `${files.path}/pairs.jsonl`,
      '--json',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ n: 7, same: 3, cosine: { n: 7 } });
    const calibrated = await runCli('calibrate', '--pairs', 'absent.jsonl', '--max-false-hit-rate', '0.01');
    expect(calibrated).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('absent.jsonl: cannot be read'),
    });
    expect(await runCli('explain', '--a', 'x')).toMatchObject({ code: 2, stdout: '' });
  });
});
