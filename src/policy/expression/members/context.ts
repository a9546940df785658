import type { Operation, Product, Subscription, User, Api } from '../../caller/caller';
import type { Dictionary } from '../dictionary';
import { seeThrough } from '../run';
import { property, table, type Property } from '../table';
import { dateTime, timeSpan, type Kinded } from '../values';

const THE = <K extends string>(kind: K): { readonly kind: K } => ({ kind });
export const THE_CONTEXT = THE('context');
const REQUEST = THE('Request');
const RESPONSE = THE('Response');
const DEPLOYMENT = THE('Deployment');

/** Part of the caller, under the name of its table. */
interface Of<T> extends Kinded {
  readonly of: T;
}

const wrapped = (kind: string, of: unknown): unknown => (of === undefined ? null : { kind, of });

const VARIABLES: Dictionary = {
  kind: 'Variables',
  keyWord: 'variable',
  find: (name, run) => {
    seeThrough(run, `variable:${name}`, `context.Variables["${name}"]`);
    return run.call.variables.get(name);
  },
  keys: ({ call }) => [...call.variables.keys()],
};

/** `context`, the one thing that an expression can see. */
export const CONTEXT = table('context', {
  Request: property('Request', () => REQUEST),
  Response: property('Response', () => RESPONSE),
  Subscription: property('Subscription', (_: unknown, { call }) => wrapped('Subscription', call.caller.subscription)),
  Product: property('Product', (_: unknown, { call }) => wrapped('Product', call.caller.product)),
  User: property('User', (_: unknown, { call }) => wrapped('User', call.caller.user)),
  Api: property('Api', (_: unknown, { call }) => wrapped('Api', call.caller.api)),
  Operation: property('Operation', (_: unknown, { call }) => wrapped('Operation', call.caller.operation)),
  Variables: property('Variables', () => VARIABLES),
  Deployment: property('Deployment', () => DEPLOYMENT),
  // Envoy's own id of the request.
  RequestId: property('string', (_: unknown, { call }) => call.head.headers.get('x-request-id') ?? null),
  Timestamp: property('DateTime', (_: unknown, { call }) => dateTime(call.receivedAt)),
  // Expressions have no clock: they always see the moment in which the request came.
  Elapsed: property('TimeSpan', () => timeSpan(0)),
});

/** Members that are read as they are from a part of the caller. */
function texts<T>(members: Readonly<Record<string, keyof T>>): Record<string, Property<Of<T>>> {
  return Object.fromEntries(
    Object.entries(members).map(([name, key]) => [name, property('string', ({ of }: Of<T>) => of[key])]),
  );
}

const group = (name: string): Kinded & { readonly name: string } => ({ kind: 'Group', name });
const groupName = property('string', ({ name }: { readonly name: string }) => name);

export const CALLER_TABLES = [
  table('Subscription', texts<Subscription>({ Id: 'id', Name: 'name', Key: 'key' })),
  table('Product', texts<Product>({ Id: 'id', Name: 'name' })),
  table('User', {
    ...texts<User>({ Id: 'id', Email: 'email', FirstName: 'firstName', LastName: 'lastName' }),
    Groups: property('Group[]', ({ of }: Of<User>) => of.groups.map(group)),
  }),
  // A group has one text, which is both.
  table('Group', { Id: groupName, Name: groupName }),
  table('Api', {
    ...texts<Api>({ Id: 'id', Name: 'name', Path: 'path', Version: 'version' }),
    Revision: property('string', () => ''),
  }),
  table('Operation', texts<Operation>({ Id: 'id', Name: 'name', Method: 'method', UrlTemplate: 'urlTemplate' })),
  table('Deployment', {
    ServiceName: property('string', () => 'llm-semantic-cache'),
    ServiceId: property('string', () => 'llm-semantic-cache'),
    GatewayId: property('string', () => 'local'),
    Region: property('string', () => 'local'),
  }),
];
