import { progressBar, progressLine } from '../../../src/cli/progress';
import { amountText, timeText } from '../../../src/cli/progress-text';

/** A bar on a terminal, and a clock that is set by hand. */
function watched(env: NodeJS.ProcessEnv = {}, columns?: number) {
  const lines: string[] = [];
  const clock = { time: 0, monotonic: () => clock.time };
  const host = { env, columns, progress: (line: string) => void lines.push(line) };
  return { lines, clock, host };
}

const IMPORT = { label: 'importing', unit: 'lines', total: 200 };

describe('a progress bar', () => {
  it('shows share, amount, rate and time left, and is taken away at the end', () => {
    const { lines, clock, host } = watched({}, 100);
    const bar = progressBar(host, IMPORT, clock);
    bar.at(1);
    clock.time = 1000;
    bar.at(50);
    bar.end();
    expect(lines).toEqual([
      `importing  [${'-'.repeat(30)}]  0 %  1 lines of 200 lines`,
      `importing  [${'#'.repeat(7)}${'-'.repeat(23)}]  25 %  50 lines of 200 lines  50 lines/s  3 s left`,
      '',
    ]);
  });

  it('is drawn ten times a second at most', () => {
    const { lines, clock, host } = watched();
    const bar = progressBar(host, IMPORT, clock);
    for (clock.time = 0; clock.time < 1000; clock.time += 1) bar.at(clock.time);
    expect(lines).toHaveLength(10);
  });

  it.each([
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['CI', { CI: 'true' }, false],
    ['a dumb terminal', { TERM: 'dumb' }, false],
    ['--quiet', {}, true],
  ])('is not shown with %s', (_what, env, quiet) => {
    const { lines, clock, host } = watched(env);
    const bar = progressBar(host, { ...IMPORT, quiet }, clock);
    bar.at(1);
    bar.end();
    expect(lines).toEqual([]);
  });

  it('is shown where these variables are empty, and not where there is no terminal', () => {
    const { lines, clock, host } = watched({ NO_COLOR: '', CI: '' });
    progressBar(host, IMPORT, clock).at(1);
    expect(lines).toHaveLength(1);
    expect(() => {
      progressBar({ env: {} }, IMPORT, clock).at(1);
    }).not.toThrow();
  });

  it('draws nothing at the end when it drew nothing', () => {
    const { lines, clock, host } = watched();
    progressBar(host, IMPORT, clock).end();
    expect(lines).toEqual([]);
  });

  it('leaves the last column free', () => {
    const { lines, clock, host } = watched({}, 30);
    progressBar(host, { ...IMPORT, label: 'importing a very long label' }, clock).at(1);
    expect(lines[0]!.length).toBeLessThanOrEqual(29);
  });
});

describe('the line of a bar', () => {
  it.each([0, 1, 5, 10, 20, 30, 40, 60, 80, 200])('fits %d columns', (width) => {
    for (const total of [undefined, 0, 10, 1e12]) {
      for (const done of [0, 5, 10, 2e12]) {
        const state = { label: 'exporting', unit: 'bytes', total, done, note: '12 lines', elapsedMs: 2000 };
        expect(progressLine(state, width).length).toBeLessThanOrEqual(width);
      }
    }
  });

  it('without a total says what there is', () => {
    const state = { label: 'exporting', unit: 'entries', total: undefined, done: 120, elapsedMs: 2000 };
    expect(progressLine(state, 80)).toBe('exporting  120 entries  60 entries/s');
  });

  it('never says more than all', () => {
    const state = { label: 'x', unit: 'bytes', total: 1024, done: 4096, elapsedMs: 0 };
    expect(progressLine(state, 80)).toContain(`[${'#'.repeat(30)}]  100 %`);
  });
});

describe('amounts for people', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [200 * 2 ** 20, '200 MiB'],
    [3 * 2 ** 50, '3072 TiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(amountText(bytes, 'bytes')).toBe(text);
  });

  it.each([
    [0.4, '0 s'],
    [59.4, '59 s'],
    [59.9, '1 min'],
    [3599, '1 h'],
    [7500, '2 h 5 min'],
    [4 * 86_400 + 3 * 3600, '4 d 3 h'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(timeText(seconds)).toBe(text);
  });
});
