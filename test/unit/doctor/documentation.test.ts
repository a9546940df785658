import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KNOWN_CHECKS } from '../../../src/doctor/check-ids';

const PAGE = readFileSync(join(process.cwd(), 'docs', 'doctor.md'), 'utf8');

describe('docs/doctor.md', () => {
  it('has a section for each check, in their order, and no other', () => {
    const sections = [...PAGE.matchAll(/^### (\S+)$/gm)].map(([, id]) => id);
    expect(sections).toEqual(KNOWN_CHECKS.map(({ id }) => id));
    expect(new Set(sections).size).toBe(sections.length);
  });

  it.each(KNOWN_CHECKS.map((check) => [check.id, check] as const))(
    'says what %s says',
    (id, { severity, title, why }) => {
      const [, section = ''] = PAGE.split(`\n### ${id}\n`);
      const [words = '', change = ''] = section.trim().split('\n\n');
      expect(words.toLowerCase()).toMatch(new RegExp(`^${severity}\\. `));
      expect(words).toContain(title);
      expect(words).toContain(why);
      expect(change.length).toBeGreaterThan(10);
      expect(change).not.toMatch(/^#/);
    },
  );

  it('ids begin with their part', () => {
    for (const { id, group } of KNOWN_CHECKS) expect(id).toMatch(new RegExp(`^${group}-[a-z0-9-]+$`));
  });
});
