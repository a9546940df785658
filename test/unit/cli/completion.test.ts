import { spawnSync } from 'node:child_process';
import { completion } from '../../../src/cli/completion';
import { SHELLS, type Shell } from '../../../src/cli/specs/completion';
import { COMMANDS } from '../../../src/cli/table';
import { settableKeys } from '../../../src/config/overrides';
import { folder, type Folder } from '../../support/files';
import { inTerminal, itNeedsTerminal, type Terminal } from '../../support/terminal';

let files: Folder;
let terminal: Terminal | undefined;
afterEach(() => {
  terminal?.stop();
});
beforeAll(() => {
  const scripts = SHELLS.map((shell) => [`script.${shell}`, scriptOf(shell)]);
  files = folder({ ...Object.fromEntries(scripts), 'my config.yaml': '', 'other.yaml': '' });
});
afterAll(() => {
  files.remove();
});

function scriptOf(shell: Shell): string {
  const lines: string[] = [];
  completion([shell], { print: (line) => void lines.push(line) });
  return `${lines.join('\n')}\n`;
}

const has = (shell: Shell): boolean => spawnSync(shell, ['-c', 'true']).status === 0;
const inShell = (shell: Shell): typeof it => {
  if (has(shell)) return it;
  console.warn(`${shell} is missing: its completion is NOT tested here`);
  return it.skip;
};

/** What bash would offer for the last word. */
function offeredByBash(...words: readonly string[]): string[] {
  const program = `source '${files.path}/script.bash'
COMP_WORDS=(llm-semantic-cache "$@"); COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
_llm_semantic_cache
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program, 'bash', ...words], {
    encoding: 'utf8',
    cwd: files.path,
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

function offeredByFish(line: string): string[] {
  const program = `source '${files.path}/script.fish'; complete -C ${JSON.stringify(`llm-semantic-cache ${line}`)}`;
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', program], { encoding: 'utf8', cwd: files.path });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => each.split('\t')[0]!);
}

const CASES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['pu'], ['purge']],
  [
    ['policy', ''],
    ['check', 'convert'],
  ],
  [['policy', 'check', '--str'], ['--strict']],
  [
    ['explain', '--verify', 'st'],
    ['standard', 'strict'],
  ],
  [
    ['evaluate', '--show', ''],
    ['false-hits', 'missed'],
  ],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['serve', '--config', 'my'], ['my config.yaml']],
  [['import', 'oth'], ['other.yaml']],
  [['purge', '--set', 'log.lev'], ['log.level=']],
  [['purge', '--tag', ''], []],
  [['help', 'cal'], ['calibrate']],
];

describe('completion of bash', () => {
  it('offers all commands first', () => {
    const firsts = COMMANDS.map(({ name }) => name.split(' ')[0]!);
    expect(offeredByBash('').sort()).toEqual([...new Set(firsts), 'help', '--help', '--version'].sort());
  });

  it.each(COMMANDS)('offers the flags of $name', ({ name, flags }) => {
    expect(offeredByBash(...name.split(' '), '--').sort()).toEqual(
      [...Object.keys(flags), 'help'].map((flag) => `--${flag}`).sort(),
    );
  });

  it.each(CASES)('offers for %j what can stand there: %j', (words, offered) => {
    expect([...offeredByBash(...words)].sort()).toEqual([...offered].sort());
  });

  it('offers every key of the configuration that --set takes', () => {
    expect(settableKeys()).toEqual(expect.arrayContaining(['log.level', 'embedding.model', 'admin.address']));
    expect(offeredByBash('serve', '--set', '').sort()).toEqual(
      settableKeys()
        .map((key) => `${key}=`)
        .sort(),
    );
  });

  itNeedsTerminal('works when somebody presses the tab key', async () => {
    terminal = inTerminal(['bash', '--norc', '--noprofile', '-i'], { env: { PS1: '$ ' }, size: [200, 24] });
    terminal.type(`source ${files.path}/script.bash\n`);
    terminal.type('echo :; llm-semantic-cache calib\t--max\t');
    await terminal.shows(/llm-semantic-cache calibrate --max-false-hit-rate /);
    terminal.type('\u0015exit\n');
    expect(await terminal.ended).toBe(0);
  });
});

describe('completion of fish', () => {
  inShell('fish')('offers commands, flags and values', () => {
    // Where a command takes no file or word of a list, fish offers nothing.
    for (const [words, offered] of CASES) {
      const line = words.join(' ');
      expect([line, [...offeredByFish(line)].map((word) => word.replaceAll('\\', '')).sort()]).toEqual([
        line,
        [...offered].sort(),
      ]);
    }
    expect(offeredByFish('sweep --')).toEqual(expect.arrayContaining(['--once', '--all', '--dry-run']));
  });
});

describe('completion of zsh', () => {
  inShell('zsh')('is a script that zsh reads', () => {
    expect(spawnSync('zsh', ['-fn', `${files.path}/script.zsh`], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  (has('zsh') ? itNeedsTerminal : it.skip)(
    'offers commands, flags and values when somebody presses the tab key',
    async () => {
      terminal = inTerminal(['zsh', '-f', '-i'], { env: { PS1: '% ' }, size: [200, 40] });
      terminal.type('autoload -Uz compinit && compinit -D -u; setopt no_auto_menu\n');
      terminal.type(`source ${files.path}/script.zsh; print rea\\dy\n`);
      await terminal.shows(/\nready/);
      for (const [typed, shown] of [
        ['llm-semantic-cache calib\t--max\t', /calibrate.*--max-false-hit-rate/s],
        ['llm-semantic-cache explain --verify stri\t', /--verify strict/],
        ['llm-semantic-cache policy conv\t', /policy convert/],
        ['llm-semantic-cache serve --set log.lev\t', /--set log\.level=/],
        [`llm-semantic-cache import ${files.path}/oth\t`, /other\.yaml/],
      ] as const) {
        terminal.type(typed);
        await terminal.shows(shown);
        terminal.type('\u0015');
      }
      terminal.type('exit\n');
      expect(await terminal.ended).toBe(0);
    },
  );
});
