import type { Check } from '../../../src/doctor/check';
import { examine, summarise } from '../../../src/doctor/report';
import { reportText } from '../../../src/doctor/report-text';

const check = (id: string, look: Check<number>['look']): Check<number> => ({
  ...{ id, severity: 'error', title: `${id} is well`, why: `${id} matters.`, look },
});
const GROUP = {
  name: 'store' as const,
  checks: [
    check('fine', () => []),
    check('worse', (facts) => [
      { found: `there is ${facts}`, change: 'a:\n  b: 1', severity: 'warning' },
      { found: 'and this', change: 'less' },
    ]),
    check('unknown', () => ({ because: 'nobody tells' })),
    check('surprised', () => {
      throw new TypeError('secret');
    }),
  ],
};

describe('a report', () => {
  it('counts what there is, by the worst that was found; what fails over its facts was not looked at', () => {
    const report = summarise([examine(GROUP, { facts: 7 })]);
    expect(report.counts).toEqual({ fine: 1, info: 0, warning: 0, error: 1, 'not-looked-at': 2 });
    expect(report.well).toBe(false);
    expect(JSON.stringify(report)).not.toContain('secret');
  });

  it('is for people', () => {
    expect(reportText(summarise([examine(GROUP, { facts: 7 })]))).toEqual([
      'store',
      '  ok       fine: fine is well',
      '  warning  worse: there is 7',
      '           change: a:',
      '               b: 1',
      '  error    worse: and this',
      '           change: less',
      '           why: worse matters.',
      '           see: docs/doctor.md#worse',
      '  ?        unknown: not looked at, because nobody tells',
      '  ?        surprised: not looked at, because what is there has an unknown form',
      '',
      '1 error, 0 warnings; 1 check well, 2 not looked at',
    ]);
  });

  it('says of a part without facts why, and of parts of one name everything', () => {
    const away = examine(GROUP, { because: 'it is away' });
    expect(reportText(summarise([away]))[1]).toBe('  ?        not looked at, because it is away');
    const both = summarise([examine({ name: 'store', checks: [check('asked', () => [])] }, { facts: 1 }), away]);
    expect(both.groups.map(({ checks }) => checks.length)).toEqual([5]);
    expect(reportText(both)).toContain('  ?        fine, worse, unknown, surprised: not looked at, because it is away');
  });

  it('holds only what is wanted', () => {
    const { groups } = summarise([examine(GROUP, { facts: 7 }, (id) => id === 'fine')]);
    expect(groups.flatMap(({ checks }) => checks.map(({ id }) => id))).toEqual(['fine']);
    expect(summarise([examine(GROUP, { facts: 7 }, () => false)]).groups).toEqual([]);
  });
});
