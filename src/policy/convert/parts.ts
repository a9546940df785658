import { LEVEL, relation, type Condition } from './condition';
import type { Scope } from './environment';
import { cel, NotConvertible, part, type Cel, type Part } from './value';

type Member = Cel | Part;

/** Members of `context` and its parts that CEL has, too. */
export function memberOf(target: Part, name: string, scope: Scope, at: number): Member {
  const path = `${target.name}.${name}`;
  const make = MEMBERS.get(path);
  if (make === undefined) throw new NotConvertible(at, `${path} has no counterpart`);
  const key = HIDEABLE.get(path);
  if (key !== undefined) refuseHidden(key, path, scope, at);
  const value = make();
  if (value.kind !== 'cel' || target.nullWhen.text === 'false') return { ...value, ok: target.ok };
  // After "?.": the text of what is not there is empty, too.
  return { ...value, ok: target.ok, stopsWhen: target.nullWhen };
}

/** What the cache does not execute may have changed it. */
export function refuseHidden(key: string, what: string, { hidden }: Scope, at: number): void {
  const by = hidden.get(key);
  if (by !== undefined) throw new NotConvertible(at, `${what}, which ${by} may have changed`);
}

const HIDEABLE = new Map([
  ['context.Request.Url', 'url'],
  ['context.Request.Body', 'body'],
]);

function absent(variable: string): Condition {
  return relation(`${variable} == ""`, `${variable} != ""`);
}

const always = (text: string) => (): Member => cel('string', text, { mayBeEmpty: false });
const maybe = (text: string) => (): Member => cel('string', text);
const ofCaller = (name: string) => (): Member =>
  part(`context.${name}`, { nullWhen: absent(`${name.toLowerCase()}.id`) });
const whole = (text: string) => (): Member => cel('int', text);
const inner = (name: string) => (): Member => part(name);

const URL_MEMBERS: readonly (readonly [string, () => Member])[] = [
  ['Path', always('request.path')],
  ['Host', always('request.host')],
  ['Scheme', () => cel('string', 'request.scheme == "" ? "https" : request.scheme', { level: LEVEL.ternary })],
  ['QueryString', () => cel('string', 'request.query == "" ? "" : "?" + request.query', { level: LEVEL.ternary })],
];

const MEMBERS: ReadonlyMap<string, () => Member> = new Map<string, () => Member>([
  ['context.Request', inner('context.Request')],
  ['context.Response', inner('context.Response')],
  ['context.Variables', inner('context.Variables')],
  ['context.Timestamp', inner('context.Timestamp')],
  ...['Subscription', 'Product', 'User', 'Api', 'Operation'].map(
    (name) => [`context.${name}`, ofCaller(name)] as const,
  ),
  ['context.RequestId', () => cel('string', 'request.id', { nullWhen: absent('request.id'), mayBeEmpty: false })],
  ['context.Request.Method', always('request.method')],
  ['context.Request.IpAddress', () => cel('string', 'request.ip', { nullWhen: absent('request.ip') })],
  ['context.Request.Headers', inner('context.Request.Headers')],
  ['context.Request.MatchedParameters', inner('context.Request.MatchedParameters')],
  ['context.Request.Body', inner('context.Request.Body')],
  ['context.Request.Url', inner('context.Request.Url')],
  ['context.Request.OriginalUrl', inner('context.Request.Url')],
  ...URL_MEMBERS.map(([name, make]) => [`context.Request.Url.${name}`, make] as const),
  ['context.Response.StatusCode', whole('response.status')],
  ['context.Response.Headers', inner('context.Response.Headers')],
  ['context.Response.Body', inner('context.Response.Body')],
  ['context.Subscription.Id', always('subscription.id')],
  ['context.Subscription.Name', maybe('subscription.name')],
  ['context.Product.Id', always('product.id')],
  ['context.Product.Name', maybe('product.name')],
  ['context.User.Id', always('user.id')],
  ['context.User.Email', maybe('user.email')],
  ['context.Api.Id', always('api.id')],
  ['context.Api.Name', maybe('api.name')],
  ['context.Api.Path', maybe('api.path')],
  ['context.Api.Version', maybe('api.version')],
  ['context.Operation.Id', always('operation.id')],
  ['context.Operation.Name', maybe('operation.name')],
  ['context.Operation.Method', maybe('operation.method')],
  ['context.Operation.UrlTemplate', maybe('operation.urlTemplate')],
  ['context.Timestamp.Hour', whole('now.getHours()')],
  ['context.Timestamp.Minute', whole('now.getMinutes()')],
  ['context.Timestamp.Second', whole('now.getSeconds()')],
  ['context.Timestamp.Year', whole('now.getFullYear()')],
]);
