import { CommandError } from '../../../src/cli/command-error';
import { queryOf, readFlags, type Parsed } from '../../../src/cli/flags';
import { CONFIGURATION_FLAGS } from '../../../src/cli/shared-flags';

const SPEC: Parsed = {
  name: 'pick',
  flags: {
    id: { value: 'ID', meaning: 'one of them', repeatable: true },
    all: { meaning: 'all of them' },
    form: { value: 'FORM', meaning: 'how', choices: ['short', 'long'] },
    ...CONFIGURATION_FLAGS,
  },
};

describe('flags of a command', () => {
  it('are told from those of the configuration', () => {
    const args = ['--id', 'a', '--config', 'x.yaml', '--all', '--set', 'log.level=debug', '--id=b', '--set=a=b=c'];
    expect(readFlags(args, SPEC)).toEqual({
      values: { id: ['a', 'b'], all: true },
      positionals: [],
      configuration: ['--config=x.yaml', '--set=log.level=debug', '--set=a=b=c'],
    });
  });

  it('leave arguments where they are wanted', () => {
    expect(
      readFlags(['-', '--all'], { ...SPEC, argument: { value: 'FILE', meaning: 'what', count: 'one' } }),
    ).toMatchObject({ positionals: ['-'], values: { all: true } });
  });

  it.each([[['--al']], [['--all=yes']], [['--id']], [['x']], [['--config']]])('refuse %j', (args) => {
    expect(() => readFlags(args, SPEC)).toThrow(CommandError);
    expect(() => readFlags(args, SPEC)).toThrow(/^wrong usage/);
  });

  it.each([
    [['--al'], "wrong usage: Unknown option '--al' (did you mean --all?); see llm-semantic-cache pick --help"],
    [['--zzz'], "wrong usage: Unknown option '--zzz'; see llm-semantic-cache pick --help"],
    [['--form', 'tall'], '--form: got "tall"; must be one of short, long'],
  ])('tell for %j what would be right', (args, message) => {
    expect(() => readFlags(args, SPEC)).toThrow(new CommandError(message, 2));
  });

  it('become a query in which nothing is lost', () => {
    expect(queryOf({ id: ['a', 'b'], model: 'gpt 4&x=ü', all: true, tag: undefined, policy: '' })).toBe(
      '?id=a&id=b&model=gpt+4%26x%3D%C3%BC&all=true&policy=',
    );
    expect(queryOf({})).toBe('');
  });
});
