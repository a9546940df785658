import { readdirSync, readFileSync } from 'node:fs';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

describe('the Dockerfile', () => {
  it('takes every stage from a base that is pinned by digest, or from another stage', () => {
    const bases = [...dockerfile.matchAll(/^FROM (?:--platform=\S+ )?(\S+)(?: AS (\S+))?$/gm)];
    const stages = bases.map(([, , name]) => name);
    const args = new Map(
      [...dockerfile.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name, value]) => [`\${${name}}`, value]),
    );
    expect(bases.length).toBeGreaterThan(2);
    for (const [, base] of bases) {
      if (!stages.includes(base)) expect(args.get(base!)).toMatch(/^[a-z][\w./:-]+@sha256:[0-9a-f]{64}$/);
    }
  });

  it('takes over every file of the page that tsc does not make', () => {
    const files = readdirSync('src/page').filter((name) => /\.(html|css|svg)$/.test(name));
    expect(files.length).toBeGreaterThan(2);
    const [, copied = ''] = /cp ((?:src\/page\/\S+ )+)dist\/src\/page\//.exec(dockerfile) ?? [];
    expect(copied.trim().split(' ').sort()).toEqual(files.map((name) => `src/page/${name}`));
    const [, built = ''] = /PAGE_FILES = \[(.*)\]/.exec(readFileSync('tools/run.cjs', 'utf8')) ?? [];
    expect([...built.matchAll(/'([^']+)'/g)].map(([, name]) => name).sort()).toEqual(files);
  });

  it('labels the image with the version of package.json', () => {
    expect(dockerfile).toContain(`ARG VERSION=${version}\n`);
  });

  it('ends as a user without rights', () => {
    expect([...dockerfile.matchAll(/^USER (.*)$/gm)].at(-1)?.[1]).toBe('65532:65532');
  });

  it('gets nothing that is not named', () => {
    const [first, ...named] = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => /^[^#]/.test(line));
    expect(first).toBe('*');
    expect(named.filter((line) => !line.startsWith('!'))).toEqual([]);
  });
});
