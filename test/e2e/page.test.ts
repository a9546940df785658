import { stat } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import type { Metrics } from '../../tools/harness/metrics';
import { until } from '../../tools/harness/waiting';
import { seriousViolations } from '../support/accessibility';
import { artefact, BROWSER_MS, describeWithChromium, openPage } from '../support/chromium';
import { makeTraffic, startPageStack, TOKENS } from '../support/page-stack';
import type { Stack } from '../support/stack';

const NAME = 'llm_semantic_cache_';
const EXCHANGES = `${NAME}exchanges_total`;

describeWithChromium('the page, with live data', (browser) => {
  let stack: Stack;
  let page: Page;
  let problems: string[];
  let requests: string[];
  beforeAll(async () => {
    stack = await startPageStack();
    await makeTraffic(stack);
    ({ page, problems, requests } = await openPage(browser(), `${stack.server.adminUrl}/`));
    await page.locator('#hit-rate').waitFor();
  }, BROWSER_MS);
  afterAll(() => stack.stop());

  /** Once the page shows what was counted last. */
  async function metricsAndPage(): Promise<Metrics> {
    const metrics = await stack.server.metrics();
    const calls = metrics.sum(EXCHANGES);
    await until(
      `${calls} calls on the page`,
      async () => (await numberIn(page.locator('#calls .figure'))) === calls || undefined,
    );
    return metrics;
  }

  it('shows hits, misses, bypasses and what they come to, as the metrics have them', async () => {
    const metrics = await metricsAndPage();
    const of = (verdict: string, reason?: string): number =>
      metrics.sum(EXCHANGES, { verdict, ...(reason !== undefined && { reason }) });
    expect(await pairs('#calls')).toEqual({
      Hits: String(of('hit')),
      Misses: String(of('miss')),
      Bypasses: String(of('bypass')),
    });
    const shadow = of('miss', 'shadow-exact') + of('miss', 'shadow-semantic');
    expect(shadow).toBeGreaterThan(1);
    const lookedUp = of('hit') + of('miss');
    const legend = await page.locator('#hit-rate .legend li').allInnerTexts();
    expect(legend.map((words) => /\((\d+)\)/.exec(words)?.[1])).toEqual(
      [of('hit', 'exact'), of('hit', 'semantic'), shadow].map(String),
    );
    const rate = Number.parseFloat(await page.locator('#hit-rate .figure').innerText());
    // Rounded to a whole number, either way where it lies in the middle.
    expect(Math.abs(rate - (100 * of('hit')) / lookedUp)).toBeLessThanOrEqual(0.5);
  });

  it.each([
    ['misses', 'miss'],
    ['bypasses', 'bypass'],
  ])('shows %s by reason, each with its meaning', async (id, verdict) => {
    const metrics = await metricsAndPage();
    const rows = page.locator(`#${id} tbody tr`);
    expect(await rows.count()).toBeGreaterThan(1);
    let sum = 0;
    for (const row of await rows.all()) {
      const reason = (await row.getAttribute('data-reason'))!;
      const shown = await numberIn(row.locator('td.number'));
      expect([reason, shown]).toEqual([reason, metrics.sum(EXCHANGES, { verdict, reason })]);
      expect((await row.locator('.meaning').innerText()).length).toBeGreaterThan(15);
      sum += shown;
    }
    expect(sum).toBe(metrics.sum(EXCHANGES, { verdict }));
  });

  it('shows money, tokens and time that were saved, with the date of the prices', async () => {
    const metrics = await metricsAndPage();
    const tokens = (kind: string): number => metrics.sum(`${NAME}saved_tokens_total`, { kind });
    const euros = (tokens('prompt') * 1000 + tokens('completion') * 5000) / 1e6;
    const shown = await page.locator('#saved .figure').innerText();
    expect(shown).toMatch(/^EUR/);
    expect(Number(shown.replace(/[^\d.]/g, '')) / euros).toBeCloseTo(1, 1);
    expect(await page.locator('#saved').innerText()).toContain('Prices as of 2026-01-31');
    const { Tokens: all, 'Upstream time': time } = await pairs('#saved');
    expect(Number(all)).toBe(tokens('prompt') + tokens('completion'));
    expect(Math.abs(Number.parseFloat(time!) - metrics.sum(`${NAME}saved_upstream_seconds_total`))).toBeLessThanOrEqual(
      0.5,
    );
  });

  it('shows how long each phase and the upstream take', async () => {
    const metrics = await metricsAndPage();
    for (const phase of ['parse', 'exact', 'embed', 'nearest', 'verify', 'render', 'total']) {
      const cells = await page.locator(`#latency tr[data-phase=${phase}] td.number`).allInnerTexts();
      expect([phase, Number(cells[3])]).toEqual([phase, metrics.sum(`${NAME}lookup_phase_seconds_count`, { phase })]);
      expect(cells.slice(0, 3).every((cell) => /^[\d.]+ (ms|s)$/.test(cell))).toBe(true);
    }
    const [, , , times] = await page.locator('#latency tr[data-phase=upstream] td.number').allInnerTexts();
    expect(Number(times)).toBe(metrics.sum(`${NAME}upstream_seconds_count`));
  });

  it('shows what was stored and what was not', async () => {
    const metrics = await metricsAndPage();
    expect(await page.locator('#refused-stores h2').innerText()).toContain(
      `Stored ${metrics.sum(`${NAME}store_total`, { outcome: 'stored' })};`,
    );
    const reason = 'finish-reason';
    expect(await numberIn(page.locator(`#refused-stores tr[data-reason=${reason}] td.number`))).toBe(
      metrics.sum(`${NAME}store_total`, { outcome: 'refused', reason }),
    );
  });

  it('shows the estimate of false hits beside what is allowed', async () => {
    const metrics = await metricsAndPage();
    const row = page.locator('#false-hits tr[data-policy=bounded]');
    const [estimate, interval, allowed, checked] = await row.locator('td.number').allInnerTexts();
    const bound = (name: string): number =>
      100 * metrics.sum(`${NAME}false_hit_rate`, { policy: 'bounded', bound: name });
    expect(Number.parseFloat(estimate!)).toBeCloseTo(bound('estimate'), 1);
    const [low, high] = interval!.split('–').map((end) => Number.parseFloat(end));
    expect(low).toBeCloseTo(bound('low'), 1);
    expect(high).toBeCloseTo(bound('high'), 1);
    expect(allowed).toContain('30 %');
    expect(Number(checked)).toBe(metrics.sum(`${NAME}checked_hits`));
    expect(await row.locator('line.bound').count()).toBe(1);
  });

  it('shows what the store holds, when it goes, the queues and the streams', async () => {
    const metrics = await metricsAndPage();
    expect(await numberIn(page.locator('#store tr').first().locator('td.number'))).toBe(
      metrics.gauge(`${NAME}store_entries`),
    );
    const last = page.locator('#expiring tbody tr').last();
    expect(await numberIn(last.locator('td.number'))).toBe(metrics.gauge(`${NAME}store_entries`));
    const queues = await page
      .locator('#process tr[data-queue]')
      .evaluateAll((rows) => rows.map((row) => (row as unknown as { dataset: { queue: string } }).dataset.queue));
    expect(queues).toEqual(['embedding', 'writes', 'checks']);
    const streams = await pairs('#streams');
    expect(Number(streams['finished'])).toBe(metrics.sum(`${NAME}extproc_streams_total`, { end: 'finished' }));
  });

  it('shows the policies in force in plain words, and health', async () => {
    expect(await page.locator('#policies h3').allInnerTexts()).toEqual([
      'looks-only policies[0]',
      'bounded policies[1]',
      'open policies[2]',
    ]);
    expect(await page.locator('#policies').innerText()).toContain('looked up and reported, never served');
    expect(await page.locator('#health .figure').innerText()).toBe('All is well');
  });

  it('draws the calls over time, and has them as a table', async () => {
    expect(await painted(page)).toBeGreaterThan(100);
    await page.locator('#history summary').click();
    const columns = await page
      .locator('#history tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...(row as unknown as { cells: { innerText: string }[] }).cells]
            .slice(1, 6)
            .map((cell) => Number(cell.innerText)),
        ),
      );
    const metrics = await metricsAndPage();
    const of = (verdict: string, reason?: string): number =>
      metrics.sum(EXCHANGES, { verdict, ...(reason !== undefined && { reason }) });
    const shadow = of('miss', 'shadow-exact') + of('miss', 'shadow-semantic');
    const sums = [0, 1, 2, 3].map((column) => columns.reduce((sum, row) => sum + row[column]!, 0));
    expect(sums).toEqual([of('hit', 'exact'), of('hit', 'semantic'), shadow, of('miss') - shadow]);
  });

  it('follows what happens without being asked to', async () => {
    const before = await numberIn(page.locator('#calls .figure'));
    await stack.ask({ text: 'One more call' });
    await until(
      'the call on the page',
      async () => (await numberIn(page.locator('#calls .figure'))) === before + 1 || undefined,
    );
  });

  it('asks nobody but the server it came from, and has nothing to complain about', () => {
    expect(requests.length).toBeGreaterThan(30);
    expect(requests.filter((url) => !url.startsWith(`${stack.server.adminUrl}/`))).toEqual([]);
    expect(problems).toEqual([]);
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colours) => {
    it.each(['', 'entries', 'entry', 'explain', 'changes'])(
      '"#/%s" is open to everybody who can look, or can not',
      async (route) => {
        const { page: shown, problems: wrong } = await openPage(browser(), `${stack.server.adminUrl}/`, {
          colours,
          token: TOKENS.change,
        });
        await go(shown, route);
        expect(await seriousViolations(shown)).toEqual([]);
        const file = artefact(`page-${route || 'overview'}-${colours}.png`);
        await shown.screenshot({ path: file, fullPage: true });
        expect((await stat(file)).size).toBeGreaterThan(10_000);
        expect(wrong).toEqual([]);
        await shown.context().close();
      },
    );
  });

  it.each(['', 'entries', 'entry', 'explain', 'changes'])('"#/%s" fits a narrow screen', async (route) => {
    const { page: shown } = await openPage(browser(), `${stack.server.adminUrl}/`, {
      width: 360,
      token: TOKENS.change,
    });
    await go(shown, route);
    expect(await shown.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await shown.screenshot({ path: artefact(`page-${route || 'overview'}-narrow.png`), fullPage: true });
    await shown.context().close();
  });

  it('can be used with the keyboard alone', async () => {
    const { page: shown } = await openPage(browser(), `${stack.server.adminUrl}/`);
    await shown.locator('#hit-rate').waitFor();
    const focused = (): Promise<string> =>
      shown.evaluate<string>("document.activeElement.innerText?.split('\\n')[0] ?? document.activeElement.tagName");
    await shown.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    expect(await shown.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
    await shown.keyboard.press('Enter');
    expect(await shown.evaluate('document.activeElement.id')).toBe('main');
    await shown.keyboard.press('Shift+Tab');
    for (const link of ['Changes', 'Explain', 'Entries']) {
      while ((await focused()) !== link) await shown.keyboard.press('Shift+Tab');
    }
    await shown.keyboard.press('Enter');
    const heading = "document.activeElement.tagName === 'H1' && document.activeElement.innerText === 'Entries'";
    await until('the focus on the new heading', async () => (await shown.evaluate<boolean>(heading)) || undefined);
    await shown.keyboard.press('Tab');
    await shown.keyboard.type(TOKENS.read);
    await shown.keyboard.press('Enter');
    await shown.locator('#found tbody a').first().waitFor();
    // Through everything, and out at the other end: nothing holds the focus.
    const seen = new Set<string>();
    let left = false;
    for (let presses = 0; presses < 200 && !(left && seen.has('Sign out')); presses += 1) {
      await shown.keyboard.press('Tab');
      seen.add(await focused());
      left ||= await shown.evaluate<boolean>('document.activeElement === document.body');
    }
    expect(left).toBe(true);
    expect([...seen]).toEqual(expect.arrayContaining(['Search', 'Skip to the content', 'Overview', 'Sign out']));
    await shown.context().close();
  });

  /** The terms of a list of pairs, with what stands beside each. */
  async function pairs(of: string): Promise<Readonly<Record<string, string>>> {
    const list = page.locator(of);
    const [terms, values] = await Promise.all([list.locator('dt').allInnerTexts(), list.locator('dd').allInnerTexts()]);
    return Object.fromEntries(terms.map((term, i) => [term, values[i]!.trim()]));
  }
});

/** To a route that has its data; '#/entry' is the first of the list. */
async function go(page: Page, route: string): Promise<void> {
  await page.locator('#hit-rate').waitFor();
  if (route === '') return page.locator('history-chart canvas').waitFor();
  await page
    .getByRole('navigation')
    .getByRole('link', { name: { entry: 'Entries' }[route] ?? capital(route) })
    .click();
  if (route === 'entries') await page.locator('#found').waitFor();
  if (route === 'entry') {
    await page.locator('#found tbody a').first().click();
    await page.locator('#neighbours').waitFor();
  }
  if (route === 'changes') await page.locator('#log-level').waitFor();
  if (route === 'explain') {
    const question = 'What is the refund policy for orders older than 90 days?';
    await page
      .locator('textarea[name=body]')
      .fill(JSON.stringify({ model: 'test-model', messages: [{ role: 'user', content: question }] }));
    await page.locator('textarea[name=headers]').fill('host: bounded.test\nauthorization: Bearer sk-test');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('#candidates li').first().waitFor();
  }
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** The first number of a text such as "1,234 of 5,678". */
async function numberIn(locator: Locator): Promise<number> {
  return Number(/[\d,.]+/.exec(await locator.innerText())?.[0].replaceAll(',', ''));
}

/** Pixels of the chart in the colour of a series. */
function painted(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelector('history-chart canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let pixels = 0;
    // Blue: exact hits.
    for (let i = 0; i < data.length; i += 4) if (data[i] < 40 && data[i + 2] > 140 && data[i + 3] > 200) pixels += 1;
    return pixels;
  })()`);
}
