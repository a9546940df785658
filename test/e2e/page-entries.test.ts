import type { Page } from 'playwright-core';
import { until } from '../../tools/harness/waiting';
import { BROWSER_MS, describeWithChromium, openPage, type WatchedPage } from '../support/chromium';
import { BOUNDED, HOSTILE, makeTraffic, startPageStack, TOKENS } from '../support/page-stack';
import { bodyOf, type Stack } from '../support/stack';

const HOSTILE_ELEMENTS =
  'main img, main script, main iframe, main [onerror], main [onload], main a[href^="javascript:"]';

describeWithChromium('the page, with entries', (browser) => {
  let stack: Stack;
  let watched: WatchedPage;
  let page: Page;
  beforeAll(async () => {
    stack = await startPageStack();
    await makeTraffic(stack);
    watched = await openPage(browser(), `${stack.server.adminUrl}/`, { token: TOKENS.change });
    ({ page } = watched);
  }, BROWSER_MS);
  afterAll(() => stack.stop());

  const entries = async (): Promise<number> => (await stack.server.metrics()).gauge('llm_semantic_cache_store_entries');
  const questions = (): Promise<string[]> => page.locator('#found tbody a').allInnerTexts();

  async function to(route: string): Promise<void> {
    await page.getByRole('navigation').getByRole('link', { name: route }).click();
  }

  async function search(fields: Readonly<Record<string, string>>): Promise<readonly string[]> {
    await to('Entries');
    const form = page.getByRole('search', { name: 'Entries' });
    for (const name of ['text', 'policy', 'model']) await form.locator(`[name=${name}]`).fill(fields[name] ?? '');
    const answer = page.waitForResponse((response) => response.url().includes('/entries/search'));
    await form.getByRole('button', { name: 'Search' }).click();
    await (await answer).finished();
    await until('the end of the search', async () => (await form.getByRole('button').isEnabled()) || undefined);
    return questions();
  }

  /** Nothing that was stored, asked or answered has become anything but text. */
  async function harmless(): Promise<void> {
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator(HOSTILE_ELEMENTS).count()).toBe(0);
    expect(watched.problems).toEqual([]);
  }

  it('lists what is stored and finds it by text and policy', async () => {
    expect(await search({ text: 'refund policy', policy: 'open' })).toHaveLength(2);
    expect(await search({ policy: 'looks-only' })).toEqual(expect.arrayContaining(['How do I reset my password?']));
    expect(await search({ text: 'never asked' })).toEqual([]);
    await search({});
    expect(await page.locator('#found h2').innerText()).toBe(`${await entries()} entries`);
  });

  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
    'shows %j as text, in the list, on its page and when explained',
    async (_, text) => {
      const sought = text.slice(0, 26);
      const shown = await search({ text: sought, policy: 'open' });
      expect(shown).toHaveLength(1);
      expect(withoutMarks(shown[0]!)).toContain(visible(text).slice(0, 60).trim());
      await harmless();
      await page.locator('#found tbody a').click();
      await page.locator('#facts').waitFor();
      expect(withoutMarks(await page.getByRole('region', { name: 'Question', exact: true }).innerText())).toBe(
        visible(text).trim(),
      );
      await harmless();
      await explain(text);
      await harmless();
    },
  );

  it('names characters that nobody sees', async () => {
    await search({ text: 'invoice', policy: 'open' });
    const marks = await page.locator('#found .hidden-character').allInnerTexts();
    expect(marks).toEqual(['U+202E', 'U+202C', 'U+200B', 'U+200B', 'U+E0041']);
  });

  it('shows an entry with its answer, age, hits and neighbours, and goes to a neighbour', async () => {
    await search({ text: 'How do I reset', policy: 'open' });
    await page.locator('#found tbody a').first().click();
    await page.locator('#neighbours tbody tr').first().waitFor();
    expect(await page.getByRole('region', { name: 'Answer', exact: true }).innerText()).toBe(
      'The answer of the scripted upstream, in a few words.',
    );
    const facts = await page.locator('#facts').innerText();
    expect(facts).toMatch(/Time to live\s+5\d min/);
    expect(facts).toMatch(/Hits by this process\s+[1-9]/);
    expect(facts).toContain('11 of the prompt, 7 of the completion');
    const similarities = (await page.locator('#neighbours td.number').allInnerTexts()).map(Number);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    const neighbour = page.locator('#neighbours a').first();
    const question = await neighbour.innerText();
    await neighbour.click();
    await until('the neighbour', async () =>
      (await page.getByRole('region', { name: 'Question', exact: true }).innerText()) === question ? true : undefined,
    );
  });

  /** Pastes the call as Envoy would have it, and gives the words of the verdict. */
  async function explain(text: string, host = hostOf(stack)): Promise<string> {
    await to('Explain');
    await page.locator('textarea[name=body]').fill(bodyOf({ text }));
    await page.locator('textarea[name=headers]').fill(`host: ${host}\nauthorization: Bearer sk-test`);
    const answer = page.waitForResponse((response) => response.url().endsWith('/explain'));
    await page.getByRole('button', { name: 'Explain' }).click();
    await (await answer).finished();
    await page.locator('#verdict').waitFor();
    return page.locator('#verdict').innerText();
  }

  it('explains a call: verdict in words, what is needed, candidates and what speaks against them', async () => {
    expect(await explain('How do I reset my password?')).toMatch(
      /^hit exact\s+The same question, in the same words, is stored\./,
    );
    const miss = await explain('What is the refund policy for orders older than 90 days?');
    expect(miss).toMatch(/^miss verify-number\s+Against the nearest stored question: the numbers differ\./);
    const candidates = page.locator('#candidates li[data-entry]');
    expect(await candidates.first().innerText()).toContain('What is the refund policy for orders older than');
    expect(await candidates.first().innerText()).toMatch(/number\s+the numbers differ/);
    const nearest = Number(/Similarity\s+([\d.]+)/.exec(await candidates.first().innerText())?.[1]);
    expect(nearest).toBeGreaterThan(0.8);
    await candidates.first().locator('summary').click();
    expect(await candidates.first().locator('table').innerText()).toContain('similarity of meaning');
  });

  it('explains a call that is given whole, and says what is wrong with what was pasted', async () => {
    await to('Explain');
    const body = page.locator('textarea[name=body]');
    const button = page.getByRole('button', { name: 'Explain' });
    await page.locator('textarea[name=headers]').fill('');
    await body.fill(JSON.stringify({ path: '/v1/moderations', body: {} }));
    await button.click();
    await page.locator('#verdict', { hasText: 'not-a-completion' }).waitFor();
    await body.fill('{"model":');
    await button.click();
    await page.locator('.problem', { hasText: 'This is not JSON' }).waitFor();
    await page.locator('textarea[name=headers]').fill('Bearer secret-of-mine');
    await body.fill('{}');
    await button.click();
    const problem = page.locator('.problem', { hasText: 'each line must be' });
    await problem.waitFor();
    expect(await problem.innerText()).not.toContain('secret-of-mine');
  });

  it('takes back an answer that was wrong, and tells the policy', async () => {
    const before = await entries();
    await search({ policy: 'bounded' });
    await page.locator('#found tbody a').first().click();
    await page.getByRole('button', { name: 'This answer was wrong' }).click();
    const dialog = page.getByRole('dialog', { name: 'Was this answer wrong?' });
    expect(await dialog.innerText()).toContain('the policy becomes stricter');
    await page.keyboard.press('Escape');
    expect(await entries()).toBe(before);
    await page.getByRole('button', { name: 'This answer was wrong' }).click();
    await dialog.getByRole('button', { name: 'Yes, it was wrong' }).click();
    await page.locator('.done', { hasText: 'its policy has learned of a false hit' }).waitFor();
    expect(await entries()).toBe(before - 1);
    expect(
      (await stack.server.metrics()).sum('llm_semantic_cache_false_entries_removed_total', { by: 'feedback' }),
    ).toBe(1);
  });

  it('removes one entry', async () => {
    const text = 'Which countries do you ship to?';
    await search({ text, policy: 'open' });
    await page.locator('#found tbody a').click();
    await page.getByRole('button', { name: 'Remove this entry' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.locator('.done').waitFor();
    expect(await search({ text, policy: 'open' })).toEqual([]);
  });

  it('counts before it removes many, and repeats the number', async () => {
    const before = await entries();
    await search({});
    const purge = page.locator('#purge');
    await purge.locator('summary').click();
    await purge.locator('[name=policy]').fill('looks-only');
    await purge.getByRole('button', { name: 'Count them first' }).click();
    const matched = Number(/^(\d+) entr/.exec(await purge.locator('.dry-run strong').innerText())?.[1]);
    expect(matched).toBeGreaterThan(0);
    expect(await purge.locator('.ids a').count()).toBe(Math.min(10, matched));
    expect(await entries()).toBe(before);
    await purge.locator('.dry-run button').click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.innerText()).toContain(`Remove ${matched} entr`);
    expect(await dialog.innerText()).toContain('policy looks-only');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await entries()).toBe(before);
    await purge.locator('.dry-run button').click();
    await dialog.getByRole('button', { name: /^Remove/ }).click();
    await purge.locator('.done', { hasText: `${matched} entr` }).waitFor();
    expect(await entries()).toBe(before - matched);
  });

  it('removes all entries only when a word is typed', async () => {
    const purge = page.locator('#purge');
    await purge.locator('[name=policy]').fill('');
    await purge.locator('[name=all]').check();
    await purge.getByRole('button', { name: 'Count them first' }).click();
    const all = await entries();
    await purge.locator('.dry-run button', { hasText: `Remove ${all}` }).click();
    const dialog = page.getByRole('dialog');
    const yes = dialog.getByRole('button', { name: /^Remove/ });
    await yes.click();
    await dialog.locator('input').fill('all');
    await yes.click();
    expect(await dialog.isVisible()).toBe(true);
    expect(await entries()).toBe(all);
    await dialog.locator('input').fill('remove all');
    await yes.click();
    await until('an empty store', async () => (await entries()) === 0 || undefined);
  });

  it('lists what was changed, newest first, and changes the level of the log', async () => {
    await to('Changes');
    await page.locator('#changes tbody tr').first().waitFor();
    const actions = await page.locator('#changes tbody tr td strong').allInnerTexts();
    expect(actions.slice(0, 2)).toEqual(['purge', 'purge']);
    expect(actions).toContain('feedback');
    expect(await page.locator('#changes tbody tr').first().innerText()).toContain('token-file');
    await page.locator('#log-level select').selectOption('debug');
    await page.locator('#log-level button').click();
    await page.locator('#log-level strong', { hasText: 'debug' }).waitFor();
    await page.locator('#changes tr[data-action=log-level]').waitFor();
    await harmless();
  });

  it('has asked nobody but its own server', () => {
    expect(watched.requests.filter((url) => !url.startsWith(`${stack.server.adminUrl}/`))).toEqual([]);
  });

  it('says when questions can be neither shown nor searched', async () => {
    await stack.ask({ text: 'Hello?', headers: BOUNDED });
    await page.route('**/access', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), prompts: 'none' } });
    });
    await page.reload();
    await to('Entries');
    await page.getByText('Questions are not kept in the clear here').waitFor();
    expect(await page.locator('[name=text]').count()).toBe(0);
  });
});

function hostOf({ envoy }: Stack): string {
  return new URL(envoy.url).host;
}

/** As the page shows it: what is hidden has a name. */
function visible(text: string): string {
  return text.replace(
    /[\u200b\u202c\u202e\u{e0041}]/gu,
    (hidden) => `U+${hidden.codePointAt(0)!.toString(16).toUpperCase()}`,
  );
}

function withoutMarks(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}
