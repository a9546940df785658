import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { until } from '../../tools/harness/waiting';
import { BROWSER_MS, describeWithChromium, openPage } from '../support/chromium';
import { startPageStack, TOKENS } from '../support/page-stack';
import type { Stack } from '../support/stack';

describeWithChromium('the page, for who may and who may not', (browser) => {
  let stack: Stack;
  /** Of somebody else's, with a page that this browser is led to. */
  let elsewhere: Server;
  let foreign = '';
  beforeAll(async () => {
    stack = await startPageStack();
    await stack.askAndKeep({ text: 'How do I reset my password?' });
    elsewhere = createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title><p>Hello');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    foreign = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  }, BROWSER_MS);
  afterAll(async () => {
    await stack.stop();
    elsewhere.closeAllConnections();
    elsewhere.close();
  });

  const home = (): string => `${stack.server.adminUrl}/`;
  const entries = async (): Promise<number> => (await stack.server.metrics()).gauge('llm_semantic_cache_store_entries');

  async function signIn(page: Page, token: string): Promise<void> {
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  it('shows numbers to anybody on this machine, and asks for a token for the rest', async () => {
    const { page, problems } = await openPage(browser(), home());
    await page.locator('#hit-rate').waitFor();
    await page.getByRole('link', { name: 'Entries' }).click();
    await page.getByText('Reading entries needs a token with the right read').waitFor();
    expect(await page.locator('#found, #purge').count()).toBe(0);
    await page.getByRole('link', { name: 'Explain' }).click();
    await page.getByText('Having calls explained needs a token with the right read').waitFor();
    expect(await page.locator('textarea').count()).toBe(0);
    await page.getByRole('link', { name: 'Changes' }).click();
    await page.getByText('Changing it needs a token with the right change').waitFor();
    expect(await page.locator('#log-level button').count()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it.each(['entries', 'entries/search', 'entries/one?id=0123456789abcdef0123456789abcdef'])(
    'refuses /%s to a script of its own without a token',
    async (path) => {
      const { page } = await openPage(browser(), home());
      expect(await status(page, path)).toBe(401);
      expect(await status(page, path, { headers: { authorization: `Bearer ${TOKENS.view}` } })).toBe(403);
      await page.context().close();
    },
  );

  it.each(['entries/purge?all=true', 'feedback', 'log-level', 'entries/import', 'explain'])(
    'refuses to do /%s for it',
    async (path) => {
      const before = await entries();
      const { page } = await openPage(browser(), home());
      const asked = { method: 'POST', body: '{}' };
      const json = { 'content-type': 'application/json' };
      expect(await status(page, path, { ...asked, headers: json })).toBe(401);
      const lesser = path === 'explain' ? TOKENS.view : TOKENS.read;
      expect(await status(page, path, { ...asked, headers: { ...json, authorization: `Bearer ${lesser}` } })).toBe(403);
      expect(await entries()).toBe(before);
      await page.context().close();
    },
  );

  it('gives what a token gives, says when it is wrong, and forgets it', async () => {
    const { page } = await openPage(browser(), `${home()}#/entries`);
    await page.getByLabel('Token').waitFor();
    await signIn(page, 'no token of anybody');
    await page.getByText('This is no token').waitFor();
    await signIn(page, 'no-token-of-this-server');
    await page.getByText('The server does not take this token').waitFor();
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toBe('{}');
    await signIn(page, TOKENS.read);
    await page.locator('#found').waitFor();
    await page.getByText('Removing entries needs a token with the right change').waitFor();
    await page.locator('#found tbody a').first().click();
    await page.getByText('Reporting or removing it needs a token').waitFor();
    expect(await page.locator('main button').count()).toBe(0);
    // Kept in the tab, for nobody else, and nowhere for longer.
    await page.reload();
    await page.locator('#facts').waitFor();
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(TOKENS.read);
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    expect(await page.locator('#facts, .long-text').count()).toBe(0);
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toBe('{}');
    await page.context().close();
  });

  it.each([
    ['without a token', undefined],
    ['with a token', TOKENS.change],
  ])('does nothing for a page of another origin, %s, by script or by form', async (_, token) => {
    const before = await entries();
    expect(before).toBeGreaterThan(0);
    const { page } = await openPage(browser(), home(), { ...(token !== undefined && { token }) });
    await page.locator('#hit-rate').waitFor();
    // The same tab, in which somebody is signed in.
    await page.goto(foreign);
    const target = `${home()}entries/purge?all=true`;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    for (const mode of ['cors', 'no-cors']) {
      const sent = fetching(target, { method: 'POST', mode, credentials: 'include', headers });
      expect(await page.evaluate(`${sent}.then((answer) => answer.type, () => 'refused')`)).toMatch(
        /^(refused|opaque)$/,
      );
    }
    // By the browser itself, with what it alone may say of where the request comes from.
    const answer = page.waitForResponse((response) => response.url() === target);
    await page.evaluate(`(() => {
      document.body.innerHTML = '<form method="post" action="${target}"><input name="all" value="true"></form>';
      document.forms[0].submit();
    })()`);
    expect((await answer).status()).toBe(403);
    expect(await entries()).toBe(before);
    await page.context().close();
  });

  it('is shown in no frame', async () => {
    const { page, problems } = await openPage(browser(), foreign);
    await page.evaluate(`document.body.innerHTML = '<iframe src="${home()}"></iframe>'`);
    await until('the refusal', async () => problems.find((problem) => problem.includes('frame-ancestors')));
    const [, frame] = page.frames();
    expect(await frame!.locator('#page').count()).toBe(0);
    await page.context().close();
  });

  it('lets no other origin read it', async () => {
    const { page } = await openPage(browser(), foreign);
    for (const path of ['overview', 'access', 'metrics', 'policies'])
      expect(await page.evaluate(`${fetching(`${home()}${path}`, {})}.then(() => 'read', () => 'refused')`)).toBe(
        'refused',
      );
    await page.context().close();
  });

  it('asks nothing while nobody looks', async () => {
    const { page, requests } = await openPage(browser(), home());
    await page.locator('#hit-rate').waitFor();
    await setVisible(page, false);
    // What was under way may still come.
    await page.waitForLoadState('networkidle');
    const before = requests.length;
    const answer = page.waitForRequest(/overview/, { timeout: 5000 }).catch(() => undefined);
    expect(await answer).toBeUndefined();
    expect(requests.length).toBe(before);
    const next = page.waitForRequest(/overview/, { timeout: 5000 });
    await setVisible(page, true);
    await next;
    await page.context().close();
  });

  it('says since when the service is away, and goes on by itself when it is back', async () => {
    const { page } = await openPage(browser(), home());
    await page.locator('#hit-rate').waitFor();
    await stack.server.signal('SIGTERM');
    await stack.server.exited();
    await page
      .getByRole('alert')
      .getByText(/Not reachable since \d\d:\d\d:\d\d/)
      .waitFor();
    // What was known is still there.
    expect(await page.locator('#hit-rate').count()).toBe(1);
    await stack.server.start();
    await page.getByText('Not reachable since').waitFor({ state: 'detached' });
    await until(
      'numbers of the new process',
      async () => (await page.locator('#calls .figure').innerText()) === '0' || undefined,
    );
    await page.context().close();
  });

  it('says what is written but wrong, above everything else', async () => {
    const { page } = await openPage(browser(), home());
    await page.locator('#hit-rate').waitFor();
    await stack.server.configure({ policies: [{ name: 'open', lookup: { scoreThreshold: '<b>2</b>' } }] });
    const panel = page.locator('#refused');
    await panel.waitFor({ timeout: 30_000 });
    expect(await panel.innerText()).toContain('policies[0].lookup.scoreThreshold');
    await page.locator('#health', { hasText: 'Needs attention' }).waitFor();
    expect(await page.locator('main > *').nth(1).getAttribute('id')).toBe('refused');
    await page.context().close();
  });
});

function fetching(url: string, options: Readonly<Record<string, unknown>>): string {
  return `fetch(${JSON.stringify(url)}, ${JSON.stringify(options)})`;
}

/** By a script of the page's own origin. */
function status(page: Page, path: string, options: Readonly<Record<string, unknown>> = {}): Promise<number> {
  return page.evaluate<number>(`${fetching(path, options)}.then((answer) => answer.status)`);
}

/** As if the tab were brought to the back, which a browser without a window does not do. */
async function setVisible(page: Page, visible: boolean): Promise<void> {
  await page.evaluate(`(() => {
    Object.defineProperty(document, 'visibilityState', { value: '${visible ? 'visible' : 'hidden'}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  })()`);
}
