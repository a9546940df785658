/** How often the page asks, ms. */
export const VIEW_EVERY_MS = 2000;
/** How often a Prometheus scrapes, ms: more often than most do. */
export const SCRAPE_EVERY_MS = 5000;

/** Asks as an open page and a Prometheus do, until the returned function is called; that resolves when the last answer is there. */
export function startWatching(adminUrl: string): () => Promise<void> {
  let failure: unknown;
  const under = new Set<Promise<void>>();
  const look = (path: string): void => {
    const asked = ask(`${adminUrl}/${path}`)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => under.delete(asked));
    under.add(asked);
  };
  const every = (path: string, ms: number): NodeJS.Timeout => {
    look(path);
    return setInterval(look, ms, path);
  };
  const timers = [every('overview', VIEW_EVERY_MS), every('metrics', SCRAPE_EVERY_MS)];
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(under);
    if (failure !== undefined) throw new Error('nobody could watch', { cause: failure });
  };
}

async function ask(url: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  await answer.arrayBuffer();
}
