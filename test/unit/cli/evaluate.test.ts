import { calibrate } from '../../../src/cli/calibrate';
import { evaluate } from '../../../src/cli/evaluate';
import { explain } from '../../../src/cli/explain';
import { readJsonLines } from '../../../src/cli/json-lines';
import { entryLine, pairLine, queryLine } from '../../../src/cli/labelled-lines';
import { folder, type Folder } from '../../support/files';
import { ran } from '../../support/piped-process';

const GOOD = '{"a": "x", "b": "y", "same": true}\n';

let files: Folder;
beforeAll(() => {
  files = folder({
    'pairs.jsonl': GOOD,
    'empty.jsonl': '\n \n',
    'two.yaml':
      'policies:\n  - { name: chat, lookup: { similarity: 0.9 } }\n  - { name: faq, lookup: { similarity: 0.95, verify: strict } }\n  - { name: exact, lookup: { semantic: false } }\n',
  });
});
afterAll(() => {
  files.remove();
});

const at = (args: readonly string[]): readonly string[] =>
  args.map((arg) => (/\.(?:jsonl|yaml)$/.test(arg) ? `${files.path}/${arg}` : arg));

async function pairsIn(text: string) {
  const file = files.write('written.jsonl', text);
  return readJsonLines(file, pairLine, { stdin: process.stdin });
}

async function faultsOf(text: string): Promise<readonly string[]> {
  const { message } = await pairsIn(text).then(
    () => new Error('no fault'),
    (error: unknown) => error as Error,
  );
  return message.split('\n').map((line) => line.replace(`${files.path}/`, ''));
}

describe('lines of pairs', () => {
  it('have a label by either name, in either way, and keep kind and lang', async () => {
    const lines = [
      '\uFEFF{"a": " x ", "b": "y\\n", "same": true, "kind": "typo", "lang": "de", "id": 7}',
      '',
      '{"a": "x", "b": "y", "label": 0, "kind": null}\r',
      '{"a": "x", "b": "y", "same": 1, "label": true}',
    ];
    expect(await pairsIn(lines.join('\n'))).toEqual([
      { a: 'x', b: 'y', same: true, kind: 'typo', lang: 'de' },
      { a: 'x', b: 'y', same: false, kind: undefined, lang: undefined },
      { a: 'x', b: 'y', same: true, kind: undefined, lang: undefined },
    ]);
  });

  it.each([
    ['{"a": "x", "same": true}', 'b: must be a text'],
    ['{"a": "  ", "b": "y", "same": true}', 'a: must not be empty'],
    ['{"a": "x", "b": "y"}', 'same: is missing; must be true, false, 1 or 0'],
    ['{"a": "x", "b": "y", "same": "yes"}', 'same: must be true, false, 1 or 0'],
    ['{"a": "x", "b": "y", "label": 2}', 'label: must be true, false, 1 or 0'],
    ['{"a": "x", "b": "y", "same": 1, "label": 0}', 'label: says otherwise than same; give one of them'],
    ['{"a": "x", "b": "y", "same": 1, "kind": 3}', 'kind: must be a text'],
    ['[]', 'must be an object'],
    ['{"a": "secret"', 'is not JSON; must be an object in one line'],
  ])('%s is refused with the line, the field and the rule', async (line, fault) => {
    expect(await faultsOf(`${GOOD}\n${line}\n`)).toEqual([`written.jsonl:3: ${fault}`]);
  });

  it('are all told that are wrong, up to ten', async () => {
    const faults = await faultsOf(Array.from({ length: 13 }, () => '{"a": "x", "b": "y"}').join('\n'));
    expect(faults).toHaveLength(11);
    expect(faults.slice(9)).toEqual(['written.jsonl:10: same: is missing; must be true, false, 1 or 0', 'and 3 more']);
  });
});

describe('lines of a cache', () => {
  it.each([
    [entryLine, { text: '' }, 'must not be empty'],
    [entryLine, { text: 'x', id: 4 }, 'must be a text'],
    [queryLine, { text: 'x' }, 'must be a list of ids or texts of entries'],
    [queryLine, { text: 'x', same: 'y' }, 'must be a list of ids or texts of entries'],
    [queryLine, { text: 'x', same: [], different: [1] }, 'must be a text'],
  ])('%# are checked', (schema, value, message) => {
    expect(schema.safeParse(value).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe('wrong usage of evaluate', () => {
  it.each([
    [[], 2, 'needs --pairs FILE, or both --queries FILE and --entries FILE'],
    [['--queries', 'pairs.jsonl'], 2, 'needs --pairs FILE, or both'],
    [['--pairs', 'pairs.jsonl', '--entries', 'pairs.jsonl'], 2, 'needs --pairs FILE, or both'],
    [['--queries', '-', '--entries', '-'], 2, 'cannot both be standard input'],
    [['--pairs', 'absent.jsonl'], 1, 'absent.jsonl: cannot be read'],
    [['--pairs', 'empty.jsonl'], 1, 'empty.jsonl: has no lines; must have a JSON object a line'],
    [['--pairs', 'pairs.jsonl', '--verify', 'harsh'], 2, '--verify: got "harsh"; must be one of off, guards, standard'],
    [['--pairs', 'pairs.jsonl', '--similarity', '95'], 2, '--similarity: got "95"; must be a number from 0 to 1'],
    [['--pairs', 'pairs.jsonl', '--threshold', ''], 2, '--threshold: got ""; must be a number from 0 to 1'],
    [
      ['--pairs', 'pairs.jsonl', '--policy', 'none'],
      2,
      'no native policy none looks up by meaning; those that do: default',
    ],
    [
      ['--pairs', 'pairs.jsonl', '--config', 'two.yaml'],
      2,
      'several policies look up: chat, faq; give --policy NAME, or',
    ],
    [['--pairs', 'pairs.jsonl', '--config', 'two.yaml', '--policy', 'exact'], 2, 'those that do: chat, faq'],
    [['--pairs', 'pairs.jsonl', '--model', '/nowhere'], 1, '--model, embedding.model: '],
    [['--pairs', 'pairs.jsonl', '--set', 'log.level=loud'], 2, 'log.level'],
    [['--pairs', 'pairs.jsonl', '--show', 'all'], 2, '--show: got "all"; must be one of false-hits, missed'],
    [['--queries', 'pairs.jsonl', '--entries', 'pairs.jsonl', '--show', 'missed'], 2, '--show goes with --pairs'],
    [['--pairs', 'pairs.jsonl', '--jason'], 2, "Unknown option '--jason'"],
  ])('%j', async (args, status, message) => {
    const { status: found, out, err } = await ran(evaluate, at(args));
    expect({ status: found, out }).toEqual({ status, out: [] });
    expect(err.join('\n')).toContain(message);
  });

  it('tells a faulty line of standard input', async () => {
    const { status, err } = await ran(evaluate, ['--pairs', '-'], `${GOOD}{"a": 1}\n`);
    expect({ status, err: err.join('\n').split('\n')[0] }).toEqual({
      status: 1,
      err: 'standard input:2: a: must be a text',
    });
  });
});

describe('wrong usage of calibrate', () => {
  it.each([
    [['--pairs', 'pairs.jsonl'], 'needs --pairs FILE and --max-false-hit-rate R'],
    [['--max-false-hit-rate', '0.01'], 'needs --pairs FILE and --max-false-hit-rate R'],
    [
      ['--pairs', 'pairs.jsonl', '--max-false-hit-rate', '1'],
      'got "1"; must be a number between 0 and 1, such as 0.01',
    ],
    [
      ['--pairs', 'pairs.jsonl', '--max-false-hit-rate', '0.1', '--confidence', '95'],
      'got "95"; must be a number between',
    ],
  ])('%j', async (args, message) => {
    const { status, err } = await ran(calibrate, at(args));
    expect(status).toBe(2);
    expect(err.join('\n')).toContain(message);
  });
});

describe('wrong usage of explain', () => {
  it.each([
    [['--a', 'x'], 'needs --a TEXT and --b TEXT'],
    [['--a', 'x', '--b', ' '], '--b: must not be empty'],
  ])('%j', async (args, message) => {
    const { status, err } = await ran(explain, args);
    expect(status).toBe(2);
    expect(err.join('\n')).toContain(message);
  });
});
