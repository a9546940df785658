import { formatDuration, formatSize, parseDuration, parseSize } from '../../../src/core/units';

describe('units', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['0s', 0],
    [30, 30_000],
    ['30', 30_000],
    [0.25, 250],
    ['1.5h', 5_400_000],
    [0.1, 100],
  ])('reads the duration %p as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', 'soon', '-1s', '1w', '1 2s', '5M', '0.5ms', 'Infinity', '1e3', Number.NaN, -1])(
    'takes %p for no duration',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it.each([
    [1024, 1024],
    ['512KiB', 524_288],
    ['1.5MiB', 1_572_864],
    ['1 GiB', 2 ** 30],
    ['10B', 10],
  ])('reads the size %p as %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['1GB', '1kib', '1.5B', 'big', '-1', ''])('takes %p for no size', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });

  it.each([0, 1, 250, 1000, 90_000, 3_600_000, 86_400_000])('reads back the duration it prints for %d', (ms) => {
    expect(parseDuration(formatDuration(ms))).toBe(ms);
  });

  it('prints sizes and durations short', () => {
    expect([formatSize(2 ** 30), formatSize(1536), formatSize(0), formatDuration(60_000)]).toEqual([
      '1GiB',
      '1536B',
      '0B',
      '1m',
    ]);
  });
});
