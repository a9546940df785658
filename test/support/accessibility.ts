import { source, type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe-core finds that is serious or critical, a line each. Its source is run by the browser's debugger, for the page's own security
 * policy lets no foreign script in.
 */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`));
}
