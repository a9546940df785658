import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../../src/cli/table';
import { cliPage } from '../../../tools/cli-reference/page';
import { projectRoot } from '../../../tools/harness/project-root';

const docs = (page: string): string => join(projectRoot(), 'docs', page);

/** Without what the formatter decides: blanks, and the dashes of tables. */
function words(page: string): string {
  return page.replaceAll(/[\s]+/g, ' ').replaceAll(/-{3,}/g, '---').replaceAll(/\| /g, '|').replaceAll(/ \|/g, '|');
}

describe('docs/cli.md (made anew by: npm run schemas)', () => {
  it('is what the table of commands gives', () => {
    expect(words(readFileSync(docs('cli.md'), 'utf8'))).toBe(words(cliPage()));
  });

  it.each(COMMANDS.flatMap(({ name, more }) => (more === undefined ? [] : [[name, more]])))(
    'the page that %s points to exists: %s',
    (_name, more) => {
      expect(existsSync(docs(more))).toBe(true);
    },
  );
});
