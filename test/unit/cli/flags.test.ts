import { CommandError } from '../../../src/cli/command-error';
import { queryOf, readFlags } from '../../../src/cli/flags';

const SPEC = { id: { type: 'string', multiple: true }, all: { type: 'boolean' } } as const;

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
    expect(readFlags(['-', '--all'], SPEC, 'one')).toMatchObject({ positionals: ['-'], values: { all: true } });
  });

  it.each([[['--al']], [['--all=yes']], [['--id']], [['x']], [['--config']]])('refuse %j', (args) => {
    expect(() => readFlags(args, SPEC)).toThrow(CommandError);
    expect(() => readFlags(args, SPEC)).toThrow(/^wrong usage/);
  });

  it('become a query in which nothing is lost', () => {
    expect(queryOf({ id: ['a', 'b'], model: 'gpt 4&x=ü', all: true, tag: undefined, policy: '' })).toBe(
      '?id=a&id=b&model=gpt+4%26x%3D%C3%BC&all=true&policy=',
    );
    expect(queryOf({})).toBe('');
  });
});
