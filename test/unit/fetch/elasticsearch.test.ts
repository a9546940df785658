import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchElasticsearch, missingForElasticsearch } from '../../../tools/fetch/elasticsearch';
import { installedJdks } from '../../../tools/fetch/jdk';

describe('obtaining Elasticsearch', () => {
  const before = process.env;
  let root: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'fetch-')));
    await mkdir(join(root, 'bin'));
    process.env = { LSC_CACHE_DIR: join(root, 'cache'), PATH: `${join(root, 'bin')}:/usr/bin:/bin` };
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
    process.env = before;
  });

  /** As far as it is looked at: the compiler and the file that says which Java it is. */
  async function fakeJdk(version: string, name = version, modules = 'java.base'): Promise<string> {
    const home = join(root, 'jdks', name);
    await mkdir(join(home, 'bin'), { recursive: true });
    await writeFile(join(home, 'bin', 'javac'), '');
    await writeFile(join(home, 'release'), `IMPLEMENTOR="x"\nJAVA_VERSION="${version}"\nMODULES="${modules}"\n`);
    return home;
  }
  const script = (name: string, lines: string): Promise<void> =>
    writeFile(join(root, 'bin', name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  const jdksBelow = (dir: string) => installedJdks([join(root, dir)]);

  it('prefers ES_JAVA_HOME to JAVA_HOME, and both to newer JDKs elsewhere', async () => {
    process.env['JAVA_HOME'] = await fakeJdk('17.0.1');
    process.env['ES_JAVA_HOME'] = await fakeJdk('21.0.2');
    await fakeJdk('99');
    expect(jdksBelow('jdks').map(({ major }) => major)).toEqual(expect.arrayContaining([21, 17, 99]));
    expect(
      jdksBelow('jdks')
        .slice(0, 2)
        .map(({ major }) => major),
    ).toEqual([21, 17]);
  });

  it('reads a JDK of either way to write a version, with or without vector instructions', async () => {
    process.env['JAVA_HOME'] = await fakeJdk('1.8.0_392');
    process.env['ES_JAVA_HOME'] = await fakeJdk('25', 'a', 'java.base jdk.incubator.vector');
    const [first, second] = jdksBelow('none');
    expect(first).toMatchObject({ major: 25, vectors: true });
    expect(second).toMatchObject({ major: 8, version: '1.8.0_392', vectors: false });
  });

  it('ignores a JAVA_HOME without a compiler', async () => {
    process.env['JAVA_HOME'] = join(root, 'jre');
    expect(jdksBelow('none').map(({ home }) => home)).not.toContain(join(root, 'jre'));
  });

  it.each([
    ['8.19.21', [], /needs a JDK 17 or newer \(found none\): install openjdk-17-jdk-headless, or set ES_JAVA_HOME/],
    ['9.5.3', [17], /9\.5\.3 needs a JDK 21 or newer \(found 17 in \/jdk\): install .*, or set ES_JAVA_HOME/],
    ['9.5.3', [21], /there is no mvn on PATH: install maven/],
  ] as const)('says what is missing for %s with the JDKs %j', async (version, majors, message) => {
    process.env['PATH'] = join(root, 'bin');
    const jdks = majors.map((major) => ({ home: '/jdk', version: '1', major, vectors: true }));
    expect(missingForElasticsearch(version, jdks)).toMatch(message);
  });

  it('misses nothing with a fitting JDK and Maven', async () => {
    await script('mvn', '');
    expect(
      missingForElasticsearch('9.5.3', [{ home: '/jdk', version: '21', major: 21, vectors: true }]),
    ).toBeUndefined();
  });

  it('repeats what Maven says when it fails, and leaves nothing behind', async () => {
    process.env['ES_JAVA_HOME'] = await fakeJdk('21');
    await script('mvn', 'echo "[ERROR] no route to the repository"; exit 1');
    await expect(fetchElasticsearch('9.5.3')).rejects.toThrow(/by Maven:\n\[ERROR\] no route to the repository/);
    expect(await readdir(join(root, 'cache', 'elasticsearch'))).toEqual([]);
  });

  it('refuses jars that are not the pinned ones', async () => {
    process.env['ES_JAVA_HOME'] = await fakeJdk('21');
    const home = '-Dhome=*) home="$' + '{a#-Dhome=}"';
    await script(
      'mvn',
      `for a in "$@"; do case $a in ${home};; esac; done
       mkdir -p "$home/lib" "$home/modules/transport-netty4"; echo x > "$home/lib/elasticsearch.jar"`,
    );
    await expect(fetchElasticsearch('9.5.3')).rejects.toThrow(/the jars of Elasticsearch 9\.5\.3 are not the pinned/);
    expect(await readdir(join(root, 'cache', 'elasticsearch'))).toEqual([]);
  });
});
