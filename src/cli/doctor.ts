import { systemClock } from '../core/clock';
import { GROUPS } from '../doctor/check';
import { CHECK_IDS } from '../doctor/check-ids';
import { CONFIGURATION_GROUP } from '../doctor/configuration';
import { readConfiguration, type ReadConfiguration } from '../doctor/read-configuration';
import { examine, summarise, type GroupReport } from '../doctor/report';
import { reportText } from '../doctor/report-text';
import { MODEL_GROUP } from '../doctor/model';
import { STORE_GROUP, storeGroup } from '../doctor/store';
import type { AdminWish } from './admin-client';
import { adminTls } from './admin-tls';
import { CommandError } from './command-error';
import { lookAtEnvoy, lookThrough } from './doctor-envoy';
import { lookAtModel, lookAtStore } from './doctor-parts';
import { lookAtServer } from './doctor-server';
import { EXIT } from './exit-status';
import { readFlags, type FlagValues } from './flags';
import { textFlag } from './flag-values';
import type { PipedProcess } from './process';
import { doctorSpec } from './specs/doctor';
import { optionalUrl } from './urls';

/** Looks at a deployment and says what to change. The exit status: 0 no error, 1 an error, 2 wrong usage. */
export async function doctor(args: readonly string[], host: PipedProcess): Promise<number> {
  const { values, configuration } = readFlags(args, doctorSpec);
  const asked: Asked = {
    wanted: wantedChecks(values['only']),
    envoy: optionalUrl('envoy', values['envoy'], 'http://127.0.0.1:9902'),
    admin: optionalUrl('admin', values['admin'], 'http://127.0.0.1:9901'),
    adminTls: (own) => adminTls(values, own),
    through: optionalUrl('through', values['through'], 'http://127.0.0.1:10000/v1/chat/completions'),
    cluster: textFlag(values, 'cluster'),
    mayWrite: values['write'] === true,
  };
  const read = readConfiguration({ argv: configuration, env: host.env }, systemClock.now());
  const report = summarise(await groupsOf(asked, read, host));
  if (values['json'] === true) host.print(JSON.stringify(report));
  else for (const line of reportText(report)) host.print(line);
  return report.well ? EXIT.well : EXIT.failed;
}

/** What the operator wants looked at. */
interface Asked {
  readonly wanted: (id: string) => boolean;
  readonly envoy: string | undefined;
  readonly admin: string | undefined;
  readonly adminTls: AdminWish['tls'];
  readonly through: string | undefined;
  readonly cluster: string | undefined;
  readonly mayWrite: boolean;
}

async function groupsOf(asked: Asked, read: ReadConfiguration, host: PipedProcess): Promise<readonly GroupReport[]> {
  const { wanted } = asked;
  const server = await lookAtServer(asked, read, wanted);
  const needsModel = [...MODEL_GROUP.checks, ...STORE_GROUP.checks].some(({ id }) => wanted(id));
  const model = needsModel ? await lookAtModel(read.settings, server.identity) : { because: 'it was not asked for' };
  const store = STORE_GROUP.checks.some(({ id }) => wanted(id))
    ? await lookAtStore(read.settings, { serverRuns: server.answers, mayWrite: asked.mayWrite, model })
    : { because: 'it was not asked for' };
  return [
    examine(CONFIGURATION_GROUP, { facts: read.facts }, wanted),
    examine(MODEL_GROUP, model, wanted),
    examine(storeGroup(read.settings?.store.kind ?? 'embedded'), store, wanted),
    ...server.reports,
    ...(await lookAtEnvoy(asked, read, wanted)),
    ...(await lookThrough(asked.through, host, wanted)),
  ];
}

/** @throws CommandError when there is no such check */
function wantedChecks(only: FlagValues[string]): (id: string) => boolean {
  const names = [only ?? []].flat().flatMap((list) => String(list).split(','));
  if (names.length === 0) return () => true;
  const unknown = names.filter((name) => !CHECK_IDS.has(name) && !(GROUPS as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new CommandError(
      `wrong usage: --only: there is no check ${unknown.join(', ')}; docs/doctor.md lists them`,
      EXIT.wrongUsage,
    );
  }
  const wanted = new Set(names);
  return (id) => wanted.has(id) || wanted.has(CHECK_IDS.get(id) ?? '');
}
