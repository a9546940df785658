import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { fetchEnvoy } from '../../tools/fetch/envoy';
import { placeEnvoy } from '../../tools/harness/envoy-config';
import { ENVOY_VERSIONS, PACED_ENVOY_VERSIONS, shippedConfig } from '../support/envoy';

const run = promisify(execFile);
const SHIPPED = ['envoy.yaml', 'envoy-uds.yaml', 'envoy-openai.yaml'];
const PACED = 'envoy-paced.yaml';
const CA_FILE = '/etc/ssl/certs/ca-certificates.crt';

describe('the shipped Envoy configurations', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lsc-'));
    await writeFile(join(dir, 'ca.crt'), rootCertificates.join('\n'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it.each([
    ...ENVOY_VERSIONS.flatMap((version) => SHIPPED.map((file) => [file, version] as const)),
    ...PACED_ENVOY_VERSIONS.map((version) => [PACED, version] as const),
  ])('%s is valid for Envoy %s', async (file, version) => {
    const copy = join(dir, `${version}-${file}`);
    // Not every system has its certificates where Debian has them.
    await writeFile(copy, (await shipped(file)).replace(CA_FILE, join(dir, 'ca.crt')));
    const { stdout } = await run(await fetchEnvoy(version), ['--mode', 'validate', '-l', 'error', '-c', copy]);
    expect(stdout).toContain(`configuration '${copy}' OK`);
  });

  it('have one and the same listener, but for where the hosted provider needs its name', async () => {
    const [tcp, uds, hosted] = await Promise.all(SHIPPED.map(async (file) => listenerOf(await shipped(file))));
    expect(uds).toEqual(tcp);
    expect(hosted?.replace(',"host_rewrite_literal":"api.openai.com"', '')).toEqual(tcp);
  });

  it('have that listener for paced replays too, but for one more route', async () => {
    const [usual, paced] = await Promise.all(
      ['envoy.yaml', PACED].map(async (file) => listenerOf(await shipped(file))),
    );
    const routeOfItsOwn = /"routes":\[\{"match":\{"safe_regex":.*?"response_trailer_mode":"SKIP"\}\}\}\}\},/;
    expect(paced).toMatch(routeOfItsOwn);
    expect(paced?.replace(routeOfItsOwn, '"routes":[')).toEqual(usual);
  });

  it.each(['envoy.yaml', 'envoy-uds.yaml', PACED])('%s is placed elsewhere without any other change', async (file) => {
    const text = await shipped(file);
    const cache = file === 'envoy-uds.yaml' ? 'unix:/run/llm-semantic-cache/extproc.sock' : '127.0.0.1:50051';
    const addresses = { listener: '127.0.0.1:10000', admin: '127.0.0.1:9902', upstream: '127.0.0.1:8081', cache };
    expect(parse(placeEnvoy(text, addresses))).toEqual(parse(text));
    const moved = placeEnvoy(text, { ...addresses, upstream: '10.0.0.7:9000', cache: 'unix:/tmp/x.sock' });
    expect(moved).toContain('address: 10.0.0.7');
    expect(moved).toContain('path: /tmp/x.sock');
  });

  it('are not placed when an address is missing', async () => {
    const text = (await shipped('envoy.yaml')).replace('port_value: 8081', 'port_value: 8082');
    const addresses = { listener: '127.0.0.1:1', admin: '127.0.0.1:2', upstream: '127.0.0.1:3', cache: '127.0.0.1:4' };
    expect(() => placeEnvoy(text, addresses)).toThrow('as shipped: upstream');
  });
});

function shipped(file: string): Promise<string> {
  return readFile(shippedConfig(file), 'utf8');
}

function listenerOf(text: string): string {
  const config = parse(text) as { static_resources: { listeners: unknown[] } };
  return JSON.stringify(config.static_resources.listeners);
}
