import { readFileSync } from 'node:fs';

const codes = (file: string): string[] =>
  [...new Set([...readFileSync(file, 'utf8').matchAll(/['`](LSC_[A-Z_]+)['`]/g)].map(([, code]) => code!))].sort();

describe('error codes', () => {
  it('are all explained, and no others', () => {
    expect(codes('docs/errors.md')).toEqual(codes('src/core/errors.ts'));
  });
});
