import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchEnvoyGateway } from '../../../tools/fetch/envoy-gateway';
import { copyOfModule } from '../../../tools/fetch/go';
import { fetchHelm, fetchKubectl } from '../../../tools/fetch/helm';
import { fetchIstio } from '../../../tools/fetch/istio';
import { fetchKubernetes } from '../../../tools/fetch/kubernetes';

describe('obtaining Kubernetes components', () => {
  const before = process.env;
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'fetch-'));
    process.env = { LSC_CACHE_DIR: join(root, 'cache'), PATH: `${join(root, 'bin')}:/usr/bin:/bin` };
    await mkdir(join(root, 'bin'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
    process.env = before;
  });

  async function script(name: string, lines: string, dir = 'bin'): Promise<string> {
    const path = join(root, dir, name);
    await writeFile(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
    return path;
  }
  /** Says it is that version; what `build` and `install` would do is up to `lines`. */
  const fakeGo = (version: string, lines = ''): Promise<string> =>
    script('go', `if [ "$1 $2" = "env GOVERSION" ]; then echo ${version}; exit; fi\n${lines}`);

  it('takes Helm and kubectl on PATH only if they are of the tested version', async () => {
    const helm = await script('helm', 'echo v4.2.3');
    const kubectl = await script('kubectl', `echo '{"clientVersion":{"gitVersion":"v1.36.3"}}'`);
    expect([await fetchHelm(), await fetchKubectl()]).toEqual([helm, kubectl]);
  });

  it('takes HELM_BIN of any version, and refuses one that does not work', async () => {
    process.env['HELM_BIN'] = await script('other', 'echo v3.19.0+g123');
    expect(await fetchHelm()).toBe(process.env['HELM_BIN']);
    process.env['HELM_BIN'] = await script('broken', 'echo hello');
    await expect(fetchHelm()).rejects.toThrow(/HELM_BIN is set to .*broken, which cannot be run as Helm/);
  });

  it('takes a folder that is given, if it is whole', async () => {
    const given = join(root, 'given');
    await mkdir(join(given, 'charts'), { recursive: true });
    process.env['ISTIO_DIR'] = given;
    await script('pilot-discovery', '', 'given');
    await expect(fetchIstio()).rejects.toThrow(/ISTIO_DIR is set to .*given, which has no istioctl/);
    const istioctl = await script('istioctl', '', 'given');
    expect(await fetchIstio()).toMatchObject({ istioctl, charts: join(given, 'charts') });
  });

  it('says which Go is needed when there is none, or an old one', async () => {
    process.env['PATH'] = join(root, 'bin');
    await expect(fetchEnvoyGateway()).rejects.toThrow(
      /Envoy Gateway 1\.9\.1 is missing[^]*Go 1\.26 or newer is needed to build it, and there is no go on PATH[^]*Set ENVOY_GATEWAY_DIR/,
    );
    await fakeGo('go1.25.9');
    await expect(fetchKubernetes()).rejects.toThrow(
      /Go 1\.26 or newer .* and go on PATH is go1\.25\.9[^]*KUBE_APISERVER_DIR/,
    );
  });

  it('repeats what Go says when a build fails, and leaves nothing behind', async () => {
    await fakeGo('go1.30.0', 'echo "no space left on device" >&2; exit 1');
    await expect(fetchKubernetes()).rejects.toThrow(/Go: no space left on device/);
    expect(await readdir(join(root, 'cache', 'kubernetes'))).toEqual([]);
  });

  it('tells the API server its version, which kubectl and Helm ask for', async () => {
    const log = join(root, 'go.log');
    await fakeGo('go2.0', `echo "$@" >> ${log}; while [ "$1" != -o ]; do shift; done; echo built > "$2"`);
    const { apiServer, etcd } = await fetchKubernetes();
    expect(await readFile(apiServer, 'utf8')).toBe('built\n');
    expect(await readFile(etcd, 'utf8')).toBe('built\n');
    expect(await readFile(log, 'utf8')).toMatch(
      /version\.gitVersion=v(1\.(\d+)\.\d+) -X \S*version\.gitMajor=1 -X \S*version\.gitMinor=\2 .*kube-apiserver/,
    );
    await fakeGo('go2.0', 'exit 1');
    expect((await fetchKubernetes()).etcd).toBe(etcd);
  });

  it('copies files of a module, which are read-only, so that they can be removed', async () => {
    const module = join(root, 'module', 'charts', 'base');
    await mkdir(module, { recursive: true });
    await writeFile(join(module, 'Chart.yaml'), 'name: base\n', { mode: 0o444 });
    await fakeGo('go1.26.0', `echo '{"Dir": "${join(root, 'module')}"}'`);
    await copyOfModule('example.com/m@v1.0.0', 'charts', join(root, 'copy'));
    const copy = join(root, 'copy', 'base', 'Chart.yaml');
    expect(await readFile(copy, 'utf8')).toBe('name: base\n');
    await writeFile(copy, 'name: other\n');
  });
});
