import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { decisionSchema } from '../../../tools/schemas/decision-schema';

/** As a real server wrote it. */
const LINE = {
  level: 'info',
  time: '2026-12-01T00:04:02.417Z',
  event: 'decision',
  exchange: 'b37e4157-acbd-9a16-a889-4fcc6c32231c',
  trace: '53194c1b03e03e7ed9fda8370d73a8fd',
  model: 'gpt-4o',
  verdict: 'miss',
  reason: 'no-entry',
  policy: 'default',
  dialect: 'openai-chat',
  phasesMs: { parse: 0.41, exact: 0.1, embed: 6.2, nearest: 0.05, total: 7.1 },
  store: 'refused',
  storeReason: 'status',
  msg: 'decision',
};

describe('deploy/schema/decision.schema.json (made anew by: npm run schemas)', () => {
  const written: unknown = JSON.parse(
    readFileSync(join(process.cwd(), 'deploy', 'schema', 'decision.schema.json'), 'utf8'),
  );
  const ajv = new Ajv({ strict: true, strictRequired: false, formats: { 'date-time': true } });
  const validate = ajv.compile(decisionSchema());

  it('is what the program’s own description of the line gives', () => {
    expect(written).toEqual(JSON.parse(JSON.stringify(decisionSchema())));
  });

  it('accepts a line', () => {
    validate(LINE);
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['a field that nobody described', { prompt: 'What is it?' }],
    ['a phase that nobody described', { phasesMs: { think: 1 } }],
    ['a reason of another verdict', { reason: 'exact' }],
    ['a reason that is none', { reason: 'because' }],
    ['a verdict that is none', { verdict: 'maybe' }],
    ['a time before the begin', { upstreamMs: -1 }],
    ['a trace id in capitals', { trace: '53194C1B03E03E7ED9FDA8370D73A8FD' }],
    ['a foreign text of any length', { model: 'm'.repeat(129) }],
    ['no message', { msg: undefined }],
    ['another event', { event: 'sweep' }],
  ])('refuses %s', (_what, change) => {
    expect(validate(JSON.parse(JSON.stringify({ ...LINE, ...change })))).toBe(false);
  });
});
