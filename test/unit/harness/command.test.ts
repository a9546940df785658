import { printed, runCommand, succeed } from '../../../tools/harness/command';

describe('runCommand', () => {
  const sh = (line: string, options = {}) => runCommand('/bin/sh', ['-c', line], options);

  it('gives input and environment, and tells output, errors and exit code', async () => {
    const output = await sh('cat; echo "$WORD" >&2; exit 3', { input: 'in', env: { WORD: 'err' } });
    expect(output).toMatchObject({ code: 3, stdout: 'in', stderr: 'err\n' });
  });

  it('judges a command that does not read its input by its exit code', async () => {
    expect(await sh('exec 0<&-; exit 0', { input: 'x'.repeat(1_000_000) })).toMatchObject({ code: 0 });
  });

  it('counts an end by a signal as a failure', async () => {
    expect((await sh('kill -9 $$')).code).toBe(128);
  });

  it('rejects when the command cannot be started', async () => {
    await expect(runCommand('/not/there', [])).rejects.toThrow(/ENOENT/);
  });

  it('makes an error of a failure, with what was said', async () => {
    expect(printed(await sh('echo out'))).toBe('out\n');
    await expect(succeed('/bin/sh', ['-c', 'echo why >&2; exit 1'])).rejects.toThrow(
      '/bin/sh -c echo why >&2; exit 1: ended with code 1\nwhy',
    );
  });
});
