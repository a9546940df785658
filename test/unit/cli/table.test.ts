import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { run } from '../../../src/cli/cli';
import { readFlags } from '../../../src/cli/flags';
import { findCommand } from '../../../src/cli/find-command';
import { lightCommands } from '../../../src/cli/light-commands';
import { serviceCommands } from '../../../src/cli/service-commands';
import { ADMIN_FLAGS } from '../../../src/cli/shared-flags';
import { COMMANDS } from '../../../src/cli/table';

const named = COMMANDS.map((command) => [command.name, command] as const);

/** The words that a shell gives the command, without what it is piped or redirected to. */
function wordsOf(line: string): readonly string[] {
  const [alone = ''] = line.split(/ [|<>] /);
  const { stdout } = spawnSync('bash', ['-c', `printf '%s\\n' ${alone}`], { encoding: 'utf8' });
  return stdout.trimEnd().split('\n');
}

describe('the table of commands', () => {
  it('has each command that runs, once, and nothing else', () => {
    const run = [...Object.keys(lightCommands), ...Object.keys(serviceCommands)];
    expect(COMMANDS.map(({ name }) => name).sort()).toEqual(run.sort());
  });

  it.each(named)('%s: its examples are read as what they say', (name, command) => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { line } of command.examples) {
      const found = findCommand(wordsOf(line));
      expect(found.command.name).toBe(name);
      expect(() => readFlags(found.args, command)).not.toThrow();
    }
  });

  it.each(named)('%s: its forms name its flags, and no others', (_name, { usage, flags }) => {
    const shown = new Set(usage.join(' ').match(/(?<=--)[a-z-]+/g));
    const unknown = [...shown].filter((flag) => !(flag in flags));
    expect(unknown).toEqual([]);
    // What stands for many flags in a form: the text says which.
    const grouped = /FILTERS|TERMS/.test(usage.join(' '));
    const hidden = Object.keys(flags).filter((flag) => !shown.has(flag) && !(flag in ADMIN_FLAGS) && !grouped);
    expect(hidden).toEqual([]);
  });

  it.each(named)('%s: is told in a line, its flags in sentences without an end', (_name, { summary, flags }) => {
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
    expect(summary.length).toBeLessThanOrEqual(80);
    for (const { meaning } of Object.values(flags)) expect(meaning).toMatch(/^[A-Z].*[^.]$/);
  });

  it.each(named.filter(([, { flags }]) => 'json' in flags))(
    '%s: with --json an error is one object on standard error',
    async (name) => {
      const out: string[] = [];
      const err: string[] = [];
      const host = {
        env: {},
        stdin: Readable.from([]),
        print: (line: string) => void out.push(line),
        printError: (line: string) => void err.push(line),
        write: () => Promise.reject(new Error('not asked for')),
        stopSignal: () => new Promise<string>(() => undefined),
      };
      const args = [...name.split(' '), '--no-such-flag', '--json'];
      expect(await run(args, host, async () => ({ serviceCommands }))).toBe(2);
      const message = `wrong usage: Unknown option '--no-such-flag'; see llm-semantic-cache ${name} --help`;
      expect({ out, err: err.map((line) => JSON.parse(line)) }).toEqual({ out: [], err: [{ error: message }] });
    },
  );

  it('has --json for every command but those that print something else', () => {
    const without = COMMANDS.filter(({ flags }) => !('json' in flags)).map(({ name }) => name);
    expect(without).toEqual(['serve', 'policy convert', 'completion']);
  });
});
