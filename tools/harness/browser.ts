import { chromium, type Browser } from 'playwright-core';
import { fetchChromium } from '../fetch/chromium';

/**
 * Chromium without a window, kept off the network: no name is resolved, and of addresses only this machine's is reached.
 * @throws Error when there is none and it cannot be obtained
 */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await fetchChromium(),
    args: [
      // Chromium refuses to run as root with its sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}
