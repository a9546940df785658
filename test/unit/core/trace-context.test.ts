import { readTraceContext } from '../../../src/core/trace-context';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('readTraceContext', () => {
  it('reads ids, flag and state', () => {
    expect(readTraceContext(`00-${TRACE}-${SPAN}-01`, 'a=1,b=2')).toEqual({
      traceId: TRACE,
      spanId: SPAN,
      sampled: true,
      state: 'a=1,b=2',
    });
    expect(readTraceContext(` 00-${TRACE}-${SPAN}-00 `, '')).toEqual({ traceId: TRACE, spanId: SPAN, sampled: false });
  });

  it('heeds the one flag that it knows', () => {
    expect(readTraceContext(`00-${TRACE}-${SPAN}-03`)?.sampled).toBe(true);
    expect(readTraceContext(`00-${TRACE}-${SPAN}-02`)?.sampled).toBe(false);
  });

  it('reads what it knows of a later version', () => {
    expect(readTraceContext(`cc-${TRACE}-${SPAN}-01-more`)?.traceId).toBe(TRACE);
    expect(readTraceContext(`cc-${TRACE}-${SPAN}-01`)?.traceId).toBe(TRACE);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['version ff', `ff-${TRACE}-${SPAN}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['more than version 00 has', `00-${TRACE}-${SPAN}-01-more`],
    ['more than a later version may have', `cc-${TRACE}-${SPAN}-01more`],
    ['flags of one digit', `00-${TRACE}-${SPAN}-1`],
    ['two of them', `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`],
    ['no version', `${TRACE}-${SPAN}-01`],
  ])('takes %s for none', (_what, traceparent) => {
    expect(readTraceContext(traceparent, 'a=1')).toBeUndefined();
  });

  it('leaves a state out that is longer than one may be', () => {
    expect(readTraceContext(`00-${TRACE}-${SPAN}-01`, 'a'.repeat(513))).not.toHaveProperty('state');
  });
});
