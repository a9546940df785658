import { createLogger, type RootLogger } from '../../../src/observability/logger';
import { prettyLog } from '../../../src/observability/pretty-log';

function pretty(colours = false): { logger: RootLogger; lines: string[] } {
  const lines: string[] = [];
  return {
    logger: createLogger({ level: 'info', destination: prettyLog((text) => lines.push(text), colours) }),
    lines,
  };
}

const DECISION = {
  event: 'decision',
  exchange: 'e-1',
  verdict: 'hit',
  reason: 'semantic',
  policy: 'default',
  model: 'gpt-4o',
  similarity: 0.97123,
  phasesMs: { parse: 0.4, total: 8.04 },
};

describe('the log for people', () => {
  it('has a decision in one line: verdict, policy, model, time and similarity', () => {
    const { logger, lines } = pretty();
    logger.info('decision', DECISION);
    expect(lines).toEqual([
      expect.stringMatching(/^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: hit semantic +default +gpt-4o +8\.0 ms {2}0\.971\n$/),
    ]);
  });

  it('says why an answer is not kept, and does without what is missing', () => {
    const { logger, lines } = pretty();
    const bypass = { event: 'decision', verdict: 'bypass', reason: 'no-body', phasesMs: {}, store: 'refused' };
    logger.info('decision', { ...bypass, storeReason: 'lookup-not-run' });
    expect(lines[0]).toMatch(/bypass no-body +- +- +- +- {2}not kept: lookup-not-run\n$/);
  });

  it('shows the fields of other lines', () => {
    const { logger, lines } = pretty();
    logger.warn('failure', { event: 'failure', where: 'embed', error: new Error('secret') });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('WARN: failure');
    expect(lines[0]).toContain('"where":"embed"');
    expect(lines[0]).not.toContain('secret');
  });

  it('colours only when it is told to', () => {
    const [plain, coloured] = [pretty(), pretty(true)];
    for (const { logger } of [plain, coloured]) logger.info('decision', DECISION);
    expect(plain.lines[0]).not.toContain('\u001b');
    expect(coloured.lines[0]).toContain('\u001b[');
  });

  it.each(['\u001b[2J\u001b]0;title\u0007', 'a\nINFO: forged', '\u009b31m', '\u202egpj.exe'])(
    'lets no model act on the terminal: %j',
    (model) => {
      const { logger, lines } = pretty();
      logger.info('decision', { ...DECISION, model });
      logger.warn('other', { model });
      for (const line of lines) expect(line.trimEnd()).toMatch(/^[ -~\ufffd]+$/);
    },
  );

  it('keeps to the level as it is changed', () => {
    const { logger, lines } = pretty();
    logger.debug('no');
    logger.setLevel('debug');
    logger.debug('yes');
    expect(lines).toEqual([expect.stringContaining('DEBUG: yes')]);
  });
});
