import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { SemanticCacheError, StoreError } from '../../../src/core/errors';
import type { LogLevel } from '../../../src/core/log-level';
import { createLogger, type RootLogger } from '../../../src/observability/logger';

function collecting(level: LogLevel = 'info'): { logger: RootLogger; lines: () => Record<string, unknown>[] } {
  const destination = new PassThrough();
  const logger = createLogger({ level, destination });
  const lines = (): Record<string, unknown>[] =>
    String(destination.read() ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return { logger, lines };
}

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('createLogger', () => {
  it('writes one JSON line with level, time, message and fields', () => {
    const { logger, lines } = collecting();
    logger.info('started', { port: 1 });
    expect(lines()).toEqual([{ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), port: 1, msg: 'started' }]);
  });

  it('keeps to its level and takes another one while running', () => {
    const { logger, lines } = collecting('warn');
    logger.info('no');
    logger.warn('yes');
    logger.setLevel('debug');
    logger.debug('now');
    logger.setLevel('silent');
    logger.error('never');
    expect(lines().map((line) => line['msg'])).toEqual(['yes', 'now']);
  });

  it.each<LogLevel>(['debug', 'info', 'warn', 'silent'])('writes what is audited whatever the level: %s', (level) => {
    const { logger, lines } = collecting(level);
    logger.audit('before');
    logger.setLevel('info');
    logger.setLevel('silent');
    logger.audit('after', { who: 'token-file' });
    expect(logger.level()).toBe('silent');
    expect(lines()).toMatchObject([{ msg: 'before' }, { level: 'info', msg: 'after', who: 'token-file' }]);
  });

  it('shows code, message and cause of our own errors and of the operating system', () => {
    const { logger, lines } = collecting();
    const cause = caught(() => readFileSync('/nowhere/at/all'));
    logger.error('failed', { error: new StoreError('cannot open the store', { cause }) });
    expect(lines()[0]?.['error']).toMatchObject({
      name: 'StoreError',
      code: 'LSC_STORE',
      message: 'cannot open the store',
      frames: expect.arrayContaining([expect.stringContaining('logger.test')]),
      cause: { code: 'ENOENT', message: expect.stringContaining('/nowhere/at/all') },
    });
  });

  it.each<[string, unknown]>([
    ['an error of JSON.parse', caught(() => JSON.parse('top secret prompt'))],
    ['an error of a library', new Error('cannot take top secret prompt')],
    ['a message that looks like a stack', new Error('x\n    at top secret prompt (a.js:1:1)')],
    ['a message that was changed afterwards', Object.assign(new Error('top secret prompt'), { message: 'other' })],
    ['a thrown text', 'top secret prompt'],
    ['a thrown object', { text: 'top secret prompt' }],
    ['a cause', new SemanticCacheError('LSC_X', 'ours', { cause: new Error('top secret prompt') })],
    ['an error that names itself', Object.assign(new Error('top secret prompt'), { body: 'top secret prompt' })],
  ])('never shows the text in %s', (_what, error) => {
    const { logger, lines } = collecting();
    logger.warn('failed', { error });
    const line = JSON.stringify(lines());
    expect(line).toContain('"name"');
    expect(line).not.toContain('secret');
  });
});
