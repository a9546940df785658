import { html, render } from 'lit-html';
import { createAnnouncer } from './announcer.js';
import { changesView } from './changes.js';
import { entriesView } from './entries/list.js';
import { entryView } from './entries/entry.js';
import { explainView } from './explain/view.js';
import { frame } from './frame.js';
import { createLive } from './live.js';
import { overviewView } from './overview/view.js';
import { createRouter } from './router.js';
import { createSession } from './session.js';
import { applyTheme } from './theme.js';
import type { Surroundings } from './view.js';

const NAME = 'llm-semantic-cache';

function main(root: HTMLElement): void {
  applyTheme();
  const announce = createAnnouncer();
  const session = createSession(redraw);
  const live = createLive(session, redraw);
  const around: Surroundings = { session, live, redraw, announce };
  const router = createRouter({
    '': overviewView(around),
    entries: entriesView(around),
    entry: entryView(around),
    explain: explainView(around),
    changes: changesView(around),
  });

  let drawn = false;
  /** At most once a frame, however much has changed. */
  function redraw(): void {
    if (drawn) return;
    drawn = true;
    queueMicrotask(() => {
      drawn = false;
      const { name, view } = router.current();
      document.title = `${view.title} · ${NAME}`;
      render(html`${frame(around, { name, view })}`, root);
    });
  }

  router.start((moved) => {
    redraw();
    // The first view is where the browser begins anyway.
    if (moved) queueMicrotask(() => document.querySelector<HTMLElement>('h1')?.focus());
  });
  live.start();
}

const root = document.getElementById('page');
if (root !== null) main(root);
