import { z } from 'zod';
import { compileRequestSource } from '../../policy/caller/sources';
import type { CallerSettings, ProductSettings, SubscriptionSettings, UserSettings } from '../../policy/sources';
import { text } from './scalars';
import { duplicates, report, type Fault } from './tables';

const MOST = 10_000;
const SOURCES_RULE = 'must be a list of sources, such as [header:api-key, bearer]';
const DIGEST = /^[0-9A-Fa-f]{64}$/;
const DIGEST_RULE = 'must be the SHA-256 of a key, 64 hex digits: printf %s "$KEY" | sha256sum';

const source = z.string({ error: SOURCES_RULE }).superRefine((value, context) => {
  const compiled = compileRequestSource(value);
  if ('problem' in compiled) context.addIssue({ code: 'custom', message: compiled.problem });
});
const sources = z.array(source, { error: SOURCES_RULE }).max(20, { error: 'must be at most 20 sources' });

const id = text('must be an id without white space around it');
const digests = z.union([z.string(), z.array(z.string())], { error: DIGEST_RULE }).transform((value, context) => {
  const all = typeof value === 'string' ? [value] : value;
  // A key that was put here by mistake must not get into a message: no input.
  if (!all.every((each) => DIGEST.test(each))) context.addIssue({ code: 'custom', message: DIGEST_RULE, input: {} });
  return all.map((hex) => hex.toLowerCase());
});

const subscription = z
  .strictObject({
    id,
    name: z.string({ error: 'must be a name' }).optional(),
    'key-sha256': digests.default([]),
    values: z.array(text('must be a text'), { error: 'must be a list of texts' }).default([]),
    product: id.optional(),
    user: id.optional(),
  })
  .transform((raw): SubscriptionSettings => ({
    id: raw.id,
    name: raw.name ?? raw.id,
    keySha256: raw['key-sha256'],
    values: raw.values,
    product: raw.product,
    user: raw.user,
  }));

const product = z
  .strictObject({ id, name: z.string({ error: 'must be a name' }).optional() })
  .transform((raw): ProductSettings => ({ id: raw.id, name: raw.name ?? raw.id }));

const user = z
  .strictObject({
    id,
    email: z.string({ error: 'must be an address' }).default(''),
    'first-name': z.string({ error: 'must be a name' }).default(''),
    'last-name': z.string({ error: 'must be a name' }).default(''),
    groups: z.array(text('must be the name of a group'), { error: 'must be a list of groups' }).default([]),
  })
  .transform(({ 'first-name': firstName, 'last-name': lastName, ...same }): UserSettings => ({
    ...same,
    firstName,
    lastName,
  }));

/** How it is told who calls: subscription, user and product, in Azure's words. */
export const callers = z
  .strictObject({
    'subscription-from': sources,
    'user-from': sources,
    'product-from': sources,
    subscriptions: listOf(subscription, 'subscriptions'),
    products: listOf(product, 'products'),
    users: listOf(user, 'users'),
  })
  .transform((raw): CallerSettings => ({
    subscriptionFrom: raw['subscription-from'],
    userFrom: raw['user-from'],
    productFrom: raw['product-from'],
    subscriptions: raw.subscriptions,
    products: raw.products,
    users: raw.users,
  }))
  .superRefine((settings, context) => {
    report(faultsOf(settings), context);
  });

function listOf<T>(element: z.ZodType<T>, what: string): z.ZodArray<z.ZodType<T>> {
  return z
    .array(element, { error: `must be a list of ${what}` })
    .max(MOST, { error: `must be at most ${MOST} ${what}` });
}

function faultsOf({ subscriptions, products, users, subscriptionFrom }: CallerSettings): readonly Fault[] {
  const byId = (each: { readonly id: string }): readonly string[] => [each.id];
  return [
    ...duplicates(['products'], products, byId, 'id'),
    ...duplicates(['users'], users, byId, 'id'),
    ...duplicates(['subscriptions'], subscriptions, byId, 'id'),
    ...duplicates(['subscriptions'], subscriptions, ({ keySha256 }) => keySha256, 'key-sha256'),
    ...duplicates(['subscriptions'], subscriptions, ({ values }) => values, 'values'),
    ...danglingOf(subscriptions, 'product', products),
    ...danglingOf(subscriptions, 'user', users),
    ...uselessValues(subscriptions, subscriptionFrom),
  ];
}

function danglingOf(
  subscriptions: readonly SubscriptionSettings[],
  key: 'product' | 'user',
  table: readonly { readonly id: string }[],
): readonly Fault[] {
  const known = new Set(table.map(({ id }) => id));
  return subscriptions.flatMap((each, i) => {
    const wanted = each[key];
    if (wanted === undefined || known.has(wanted)) return [];
    const message = `must be the id of one of callers.${key}s; add it there, or correct it`;
    return [{ path: ['subscriptions', i, key], value: wanted, message }];
  });
}

/** They would never be found: see `compileSubscriptions`. */
function uselessValues(subscriptions: readonly SubscriptionSettings[], from: readonly string[]): readonly Fault[] {
  const open = from.map(compileRequestSource).some((each) => 'secret' in each && each.secret === 'never');
  if (open) return [];
  const message =
    'are compared with sources that hold no keys (jwt:, metadata:, spiffe, xfcc, ip, path), and subscription-from has none; for a header, query or cookie give key-sha256';
  return subscriptions.flatMap(({ values }, i) =>
    values.length > 0 ? [{ path: ['subscriptions', i, 'values'], value: values, message }] : [],
  );
}
