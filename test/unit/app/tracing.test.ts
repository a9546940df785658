import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTracingHeaders, tracingOf } from '../../../src/app/tracing';
import type { ConfigurationError } from '../../../src/core/errors';

describe('the file with headers for the receiver of traces', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'lsc-'));
  });
  afterAll(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  function fileWith(text: string): string {
    const file = join(dir, 'headers');
    writeFileSync(file, text);
    return file;
  }

  function problemsOf(file: string): readonly string[] {
    try {
      readTracingHeaders(file);
    } catch (error) {
      return (error as ConfigurationError).problems;
    }
    return [];
  }

  it('has a header in each line', () => {
    const file = fileWith('# key of the receiver\r\nX-Api-Key: abc: def\r\n\n  \nauthorization:Bearer x\t\n');
    expect(readTracingHeaders(file)).toEqual({ 'x-api-key': 'abc: def', authorization: 'Bearer x' });
  });

  it('is refused by the numbers of wrong lines, without what is in them', () => {
    const file = fileWith('x-a: 1\nsecret-without-colon\nname with space: secret\nx-empty:\nx-b: secr\u00e9t\n');
    expect(problemsOf(file)).toEqual(
      [2, 3, 4, 5].map((line) => `tracing.headers-file: line ${line} of ${file} is no header: write "name: value"`),
    );
  });

  it('is refused when it is not there', () => {
    expect(problemsOf(join(dir, 'none'))).toEqual([expect.stringContaining('none cannot be read')]);
  });

  it('is not read where there are no traces', () => {
    const settings = { endpoint: undefined, headersFile: join(dir, 'none'), rootShare: 1, serviceName: 'x' };
    expect(tracingOf(settings, '1')).toBeUndefined();
  });
});
