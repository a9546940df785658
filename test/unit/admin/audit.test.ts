import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudit, type Audit } from '../../../src/admin/audit';
import type { AuditRecord } from '../../../src/core/access';

const CHANGE = { who: 'token-file', from: '127.0.0.1', action: 'purge', what: { all: true }, outcome: {} } as const;
const DONE = { ...CHANGE, result: 'done' } as const;

describe('the audit log', () => {
  let dir: string;
  let logged: AuditRecord[];
  let failures: unknown[];
  let monotonic: number;
  const opened = (file?: string): Audit =>
    createAudit({
      clock: { now: () => 1000, monotonic: () => monotonic },
      file,
      log: (record) => logged.push(record),
      failed: (error) => failures.push(error),
    });
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lsc-audit-'));
    [logged, failures, monotonic] = [[], [], 0];
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  it('has the latest 200, newest first, and all in the log and the file', async () => {
    const file = join(dir, 'audit');
    const audit = opened(file);
    for (let i = 0; i < 201; i += 1) await audit.record({ ...DONE, what: { i } });
    expect(audit.latest().map(({ what }) => what['i'])).toEqual(Array.from({ length: 200 }, (_, i) => 200 - i));
    expect(logged).toHaveLength(201);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(logged);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes on in a new file when the old one was renamed away', async () => {
    const file = join(dir, 'audit');
    const audit = opened(file);
    await audit.record(DONE);
    renameSync(file, `${file}.1`);
    await audit.record({ ...DONE, action: 'import' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ action: 'import' });
    expect(JSON.parse(readFileSync(`${file}.1`, 'utf8'))).toMatchObject({ action: 'purge' });
  });

  it('tells of a file that cannot be written, and keeps and logs the change all the same', async () => {
    const audit = opened(join(dir, 'none', 'audit'));
    await audit.record(DONE);
    await audit.record(DONE);
    expect(failures).toEqual([
      expect.objectContaining({ code: 'ENOENT' }),
      expect.objectContaining({ code: 'ENOENT' }),
    ]);
    expect([logged.length, audit.latest().length]).toEqual([2, 2]);
  });

  it('records ten attempts of strangers a minute, and counts the others', async () => {
    const audit = opened();
    for (let i = 0; i < 25; i += 1) await audit.refused(CHANGE);
    expect(logged).toHaveLength(10);
    monotonic = 60_000;
    await audit.refused(CHANGE);
    await audit.refused(CHANGE);
    expect(logged.slice(10).map(({ result, outcome }) => [result, outcome])).toEqual([
      ['refused', { unrecorded: 15 }],
      ['refused', {}],
    ]);
  });
});
