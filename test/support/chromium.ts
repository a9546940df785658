import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { missingForChromium } from '../../tools/fetch/chromium';
import { startBrowser } from '../../tools/harness/browser';
import { projectRoot } from '../../tools/harness/project-root';

/** For hooks: obtaining the browser the first time, and a slow start. */
export const BROWSER_MS = 180_000;

/**
 * A `describe` whose tests need a real browser; `browser()` is there once its hooks run. Skipped with one plain line where there is none;
 * in CI nothing may be left out, so there the tests run and fail with the reason.
 */
export function describeWithChromium(name: string, body: (browser: () => Browser) => void) {
  const missing = missingForChromium();
  const skip = missing !== undefined && !process.env['CI'];
  if (skip) process.stderr.write(`${name}: tests in a browser skipped: ${missing}\n`);
  (skip ? describe.skip : describe)(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await startBrowser();
    }, BROWSER_MS);
    afterAll(() => browser?.close());
    body(() => {
      if (!browser) throw new Error('the browser is started by beforeAll: ask for it in a hook or a test');
      return browser;
    });
  });
}

export interface PageOptions {
  readonly width?: number;
  readonly colours?: 'light' | 'dark';
  /** Signed in with it from the start. */
  readonly token?: string;
}

/** A page, and what went wrong on it and where it asked. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors on the console, those of scripts, and what the content security policy refused. */
  readonly problems: string[];
  /** URLs, in the order in which they were asked for. */
  readonly requests: string[];
}

/** Of the page's own; tests give a token to it as somebody who has signed in would have. */
const TOKEN_KEPT_AS = 'llm-semantic-cache-token';

export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<WatchedPage> {
  const { width = 1280, colours = 'light', token } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: colours });
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  if (token !== undefined) {
    await page.evaluate(`sessionStorage.setItem('${TOKEN_KEPT_AS}', '${token}')`);
    await page.reload();
  }
  return { page, problems, requests };
}

/** Where screenshots are kept for people to look at: LSC_ARTEFACTS, or `artefacts` in the checkout. */
export function artefact(name: string): string {
  const dir = process.env['LSC_ARTEFACTS'] ?? join(projectRoot(), 'artefacts');
  mkdirSync(dir, { recursive: true });
  return join(dir, name);
}
