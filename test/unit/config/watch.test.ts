import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileTexts } from '../../../src/config/file-texts';
import { loadSettings } from '../../../src/config/load';
import { watchSettings, type Reload, type Running, type SettingsWatch } from '../../../src/config/watch';
import type { ConfigurationError } from '../../../src/core/errors';
import type { SettingsSource } from '../../../src/config/overrides';
import { downwardApiFile } from '../../support/downward-api';
import { volume } from '../../support/files';
import { policiesInForce } from '../../../src/config/policies-in-force';

interface Watched {
  readonly watch: SettingsWatch;
  readonly next: (event: 'reload' | 'refused') => Promise<unknown[]>;
  readonly seen: string[];
}

let directory: string;
let watch: SettingsWatch | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lsc-watch-'));
});
afterEach(() => {
  watch?.close();
  rmSync(directory, { recursive: true });
});

function runningWith(source: SettingsSource): Running {
  const files = fileTexts();
  const loaded = loadSettings(source, files);
  return { loaded, policies: policiesInForce(loaded, { files }), files };
}

function start(...argv: string[]): Watched {
  const source = { argv: ['--config', ...argv], env: {} };
  const events = new EventEmitter();
  const seen: string[] = [];
  watch = watchSettings(source, {
    running: runningWith(source),
    onReload(reload) {
      seen.push(reload.of === 'annotations' ? 'annotations' : reload.settings.log.level);
      events.emit('reload', reload);
    },
    onRefused(of, error) {
      seen.push(of === 'annotations' ? 'annotations refused' : 'refused');
      events.emit('refused', error);
    },
  });
  return { watch, next: (event) => once(events, event), seen };
}

describe('watchSettings', () => {
  it('reloads when the file is written, keeps the running settings when it is wrong, and recovers', async () => {
    const file = join(directory, 'config.yaml');
    writeFileSync(file, 'log: { level: info }');
    const { next, seen } = start(file);

    const reload = next('reload');
    writeFileSync(file, 'log: { level: debug }');
    expect(((await reload)[0] as Reload).settings.log.level).toBe('debug');

    const refused = next('refused');
    writeFileSync(file, 'log: { level: loud }');
    expect(((await refused)[0] as ConfigurationError).problems[0]).toMatch(/^log\.level: got "loud"/);

    const again = next('reload');
    writeFileSync(file, 'log: { level: warn }');
    await again;
    expect(seen).toEqual(['debug', 'refused', 'warn']);
  });

  it('follows the symlink switch of a Kubernetes ConfigMap', async () => {
    const publish = (version: string, yaml: string): void => {
      mkdirSync(join(directory, version));
      writeFileSync(join(directory, version, 'config.yaml'), yaml);
      symlinkSync(version, join(directory, '..data_tmp'));
      renameSync(join(directory, '..data_tmp'), join(directory, '..data'));
    };
    publish('..v1', 'log: { level: info }');
    symlinkSync('..data/config.yaml', join(directory, 'config.yaml'));
    const { next } = start(join(directory, 'config.yaml'));
    const reload = next('reload');
    publish('..v2', 'log: { level: error }');
    expect(((await reload)[0] as Reload).settings.log.level).toBe('error');
  });

  it('ends with the last of many quick writes', async () => {
    const file = join(directory, 'config.yaml');
    writeFileSync(file, 'embedding: { queue: 1 }\n');
    const { next, seen } = start(file);
    const reload = next('reload');
    for (const level of ['warn', 'error', 'silent', 'debug']) writeFileSync(file, `log: { level: ${level} }\n`);
    await reload;
    expect(seen.at(-1)).toBe('debug');
  });

  it('reports a key that needs a restart and keeps its value', () => {
    const file = join(directory, 'config.yaml');
    writeFileSync(file, 'store: { path: /a }');
    const { watch: watching, next } = start(file);
    const reload = next('reload');
    writeFileSync(file, 'store: { path: /b }\nlog: { level: debug }');
    watching.reload();
    return expect(reload).resolves.toEqual([
      expect.objectContaining({
        of: 'configuration',
        settings: expect.objectContaining({
          store: expect.objectContaining({ path: '/a' }),
          log: { level: 'debug', format: 'json' },
        }),
        warnings: ['store.path changed: needs a restart; until then the old value stays'],
      }),
    ]);
  });

  it('reload on request: nothing for the same settings, a refusal each time for a wrong file', () => {
    const file = join(directory, 'config.yaml');
    writeFileSync(file, 'log: { level: info }');
    const { watch: watching, seen } = start(file);
    watching.reload();
    writeFileSync(file, '# another comment\nlog: { level: info }');
    watching.reload();
    expect(seen).toEqual([]);
    writeFileSync(file, 'log: nonsense');
    watching.reload();
    watching.reload();
    expect(seen).toEqual(['refused', 'refused']);
  });

  it('sees a change that was made between the load and the watch', async () => {
    const file = join(directory, 'config.yaml');
    writeFileSync(file, 'log: { level: info }');
    const source = { argv: ['--config', file], env: {} };
    const running = runningWith(source);
    writeFileSync(file, 'log: { level: warn }');
    const level = await new Promise<string>((resolve, reject) => {
      const onReload = ({ settings }: Reload): void => {
        resolve(settings.log.level);
      };
      watch = watchSettings(source, { running, onReload, onRefused: reject });
    });
    expect(level).toBe('warn');
  });

  it('follows the files that the configuration names', async () => {
    const policies = join(directory, 'elsewhere', 'policies.yaml');
    mkdirSync(join(directory, 'elsewhere'));
    writeFileSync(policies, 'name: first\nlookup: { similarity: 0.9 }\n');
    const file = join(directory, 'config.yaml');
    writeFileSync(file, 'policy-files: [elsewhere/policies.yaml]');
    const { next } = start(file);
    const reload = next('reload');
    writeFileSync(policies, 'name: second\nlookup: { similarity: 0.9 }\n');
    expect(((await reload)[0] as Reload).settings.policies.map(({ name }) => name)).toEqual(['second']);

    const refused = next('refused');
    writeFileSync(policies, 'name: second\nlookup: { similarity: 9 }\n');
    expect(((await refused)[0] as ConfigurationError).problems).toEqual([
      expect.stringMatching(/^elsewhere\/policies\.yaml: lookup\.similarity: got 9; must be/),
    ]);
  });

  it('follows annotations apart from the configuration: each part is refused and mended by itself', async () => {
    const pod = volume('annotations', downwardApiFile({ 'llm-semantic-cache.io/similarity': '0.9' }));
    const file = join(directory, 'config.yaml');
    writeFileSync(file, 'log: { level: info }');
    const { next, seen } = start(file, '--set', `annotations.file=${pod.file}`);
    const steps: readonly [() => void, 'reload' | 'refused'][] = [
      [
        () => {
          pod.publish(downwardApiFile({ 'llm-semantic-cache.io/similarity': '9' }));
        },
        'refused',
      ],
      [
        () => {
          writeFileSync(file, 'log: { level: debug }');
        },
        'reload',
      ],
      [
        () => {
          pod.publish(downwardApiFile({ 'llm-semantic-cache.io/similarity': '0.9' }));
        },
        'reload',
      ],
    ];
    for (const [change, event] of steps) {
      const told = next(event);
      change();
      await told;
    }
    pod.remove();
    expect(seen.filter((each, i) => each !== seen[i - 1])).toEqual([
      'annotations refused',
      'debug',
      'annotations refused',
      'annotations',
    ]);
  });

  it('does nothing without a file', () => {
    const source = { argv: [], env: {} };
    const fail = (): never => {
      throw new Error('not expected');
    };
    watch = watchSettings(source, { running: runningWith(source), onReload: fail, onRefused: fail });
    watch.reload();
  });
});
