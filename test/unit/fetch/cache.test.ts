import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, install, withScratch } from '../../../tools/fetch/cache';

const write = (content: string) => (dir: string) => writeFile(join(dir, 'file'), content);

describe('component cache', () => {
  let root: string;
  const before = process.env['LSC_CACHE_DIR'];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'component-cache-'));
    process.env['LSC_CACHE_DIR'] = root;
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
    if (before === undefined) delete process.env['LSC_CACHE_DIR'];
    else process.env['LSC_CACHE_DIR'] = before;
  });

  it('finds what was installed', async () => {
    expect(await cached('thing/1')).toBeUndefined();
    const dir = await install('thing/1', write('x'));
    expect(await cached('thing/1')).toBe(dir);
    expect(await cached('thing/2')).toBeUndefined();
  });

  it('does not find what was changed since, and puts it right', async () => {
    const dir = await install('thing/1', write('x'));
    await appendFile(join(dir, 'file'), 'y');
    expect(await cached('thing/1')).toBeUndefined();
    await install('thing/1', write('x'));
    expect(await cached('thing/1')).toBe(dir);
  });

  it('does not find a folder of which a file further down was changed', async () => {
    const dir = await install('thing/1', async (into) => {
      await mkdir(join(into, 'a', 'b'), { recursive: true });
      await write('x')(join(into, 'a', 'b'));
    });
    expect(await cached('thing/1')).toBe(dir);
    await appendFile(join(dir, 'a', 'b', 'file'), 'y');
    expect(await cached('thing/1')).toBeUndefined();
  });

  it('leaves nothing behind when filling fails', async () => {
    const failing = install('thing/1', async (dir) => {
      await write('half')(dir);
      throw new Error('cut off');
    });
    await expect(failing).rejects.toThrow('cut off');
    expect(await readdir(join(root, 'thing'))).toEqual([]);
  });

  it('gives two installers at once the same whole folder', async () => {
    const dirs = await Promise.all([install('thing/1', write('x')), install('thing/1', write('x'))]);
    expect(dirs[0]).toBe(dirs[1]);
    expect(await readFile(join(dirs[0], 'file'), 'utf8')).toBe('x');
    expect(await readdir(join(root, 'thing'))).toEqual(['1']);
  });

  it('removes the scratch folder', async () => {
    const dir = await withScratch(async (scratch) => scratch);
    expect(await readdir(root)).not.toContain(dir);
    expect(await readdir(root)).toEqual([]);
  });
});
