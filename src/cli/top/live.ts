import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Process, Screen } from '../process';
import { render, type Shown } from './frame';

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const TO_END_OF_LINE = '\u001b[K';
const TO_END_OF_SCREEN = '\u001b[J';

export interface LiveOptions {
  /** The next thing to show; never rejects. @param last what was shown before */
  readonly look: (last: Shown | undefined) => Promise<Shown>;
  readonly intervalMs: number;
  readonly colour: boolean;
}

/** Draws over and over in the terminal's other screen, until a signal asks for a stop; the terminal is then as it was. */
export async function showLive(
  host: Pick<Process, 'stopSignal'>,
  screen: Screen,
  { look, intervalMs, colour }: LiveOptions,
): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
  };
  // SIGHUP: nobody has this terminal any more.
  const hungUp = once(stopping.signal, 'abort');
  const stopped = Promise.race([host.stopSignal(stop).then(stop), hungUp]);
  let shown: Shown | undefined;
  const draw = (): void => {
    if (shown === undefined) return;
    const { columns: width, rows: height } = screen.size();
    const lines = render(shown, { width, height, colour });
    screen.draw(`${HOME}${lines.map((line) => `${line}${TO_END_OF_LINE}`).join('\r\n')}${TO_END_OF_SCREEN}`);
  };
  screen.draw(ENTER);
  const resizes = screen.onResize(draw);
  try {
    while (!stopping.signal.aborted) {
      await Promise.race([look(shown).then((next) => (shown = next)), stopped]);
      draw();
      await pause(intervalMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  } finally {
    resizes.stop();
    screen.draw(LEAVE);
  }
}
