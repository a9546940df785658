import { Readable } from 'node:stream';
import { run } from '../../../src/cli/cli';
import { COMMANDS } from '../../../src/cli/table';

/** What a terminal of some width shows of a command. The service is not loaded for it: that would fail here. */
async function shown(args: readonly string[], columns?: number) {
  const out: string[] = [];
  const err: string[] = [];
  const host = {
    env: {},
    stdin: Readable.from([]),
    columns,
    print: (line: string) => void out.push(line),
    printError: (line: string) => void err.push(line),
    write: () => Promise.reject(new Error('not asked for')),
    stopSignal: () => new Promise<string>(() => undefined),
  };
  const status = await run(args, host, () => Promise.reject(new Error('the service was loaded')));
  return { status, out, err };
}

/** Of lines that may be broken: an example is to be copied whole. */
const tooLong = (lines: readonly string[], width: number): readonly string[] =>
  lines.filter((line) => line.length > width && !/^ {2}(llm-semantic-cache|#) /.test(line));

describe('the help', () => {
  it('names every command and fits 80 columns', async () => {
    const { status, out, err } = await shown(['--help']);
    expect({ status, err }).toEqual({ status: 0, err: [] });
    for (const { name, summary } of COMMANDS)
      expect(out.join(' ').replaceAll(/ +/g, ' ')).toContain(`${name} ${summary}`);
    expect(tooLong(out, 80)).toEqual([]);
    expect(await shown(['help'])).toEqual({ status, out, err });
    expect(await shown(['-h'])).toEqual({ status, out, err });
  });

  it('is wrong usage where nothing is asked for, and goes to standard error then', async () => {
    const { status, out, err } = await shown([]);
    expect({ status, out }).toEqual({ status: 2, out: [] });
    expect(err).toEqual((await shown(['--help'])).out);
  });

  it.each(COMMANDS)(
    'of $name has its flags, examples and exit statuses, at any width',
    async ({ name, flags, examples }) => {
      const { status, out, err } = await shown([...name.split(' '), '--help']);
      expect({ status, err }).toEqual({ status: 0, err: [] });
      for (const flag of Object.keys(flags)) expect(out.join('\n')).toMatch(new RegExp(`^ {2}--${flag}\\b`, 'm'));
      for (const { line } of examples) expect(out).toContain(`  llm-semantic-cache ${line}`);
      expect(out.join('\n')).toMatch(/\nExit status:\n {2}0 {2}.*\n(?:.*\n)* {2}1 {2}.*\n(?:.*\n)* {2}2 {2}/);
      expect(tooLong(out, 80)).toEqual([]);
      expect(await shown(['help', ...name.split(' ')])).toEqual({ status, out, err });
      const narrow = await shown([...name.split(' '), '-h'], 50);
      expect(tooLong(narrow.out, 50).filter((line) => /^ {2}\S+ {2,}|^ {20}\S+ /.test(line))).toEqual([]);
      const wide = await shown([...name.split(' '), '-h'], 300);
      expect(tooLong(wide.out, 100)).toEqual([]);
    },
  );

  it('of a word with several commands is that of all', async () => {
    const { out } = await shown(['policy', '--help']);
    const heads = out.filter((line) => line.startsWith('llm-semantic-cache policy'));
    expect(heads.map((line) => line.split(':')[0])).toEqual([
      'llm-semantic-cache policy check',
      'llm-semantic-cache policy convert',
    ]);
  });

  it.each([
    [['prge'], 'there is no command "prge" (did you mean llm-semantic-cache purge?); see llm-semantic-cache --help'],
    [['zzzzz'], 'there is no command "zzzzz"; see llm-semantic-cache --help'],
    [['--verbose'], 'there is no command "--verbose"'],
    [['policy'], 'policy needs check or convert'],
    [['help', 'polcy'], '(did you mean llm-semantic-cache policy?)'],
    [
      ['health', '--throguh', 'x'],
      "Unknown option '--throguh' (did you mean --through?); see llm-semantic-cache health --help",
    ],
  ])('for %j tells what would be right', async (args, message) => {
    // What is unknown may be a command of the service.
    const { status, out, err } = await shown(args);
    expect({ status, out }).toEqual({ status: 2, out: [] });
    expect(err.join('\n')).toContain(message);
  });

  it('comes before anything is done, wherever it is asked for', async () => {
    expect((await shown(['purge', '--all', '--help'])).status).toBe(0);
    expect((await shown(['--version'])).out).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/)]);
  });
});
