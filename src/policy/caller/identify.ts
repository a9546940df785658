import type { RequestHead } from '../../core/exchange';
import { once } from '../../core/once';
import type { CallerSettings, PolicySources } from '../sources';
import type { Caller, Product, User } from './caller';
import { compileRequestSource, type RequestSource } from './sources';
import { compileSubscriptions, idOf, type KnownSubscription } from './subscriptions';
import { compileTargets } from './target';

/**
 * Tells who calls what. Pure; each part of a caller is worked out when it is first asked for, so that a policy which asks for nothing
 * costs nothing.
 */
export function compileCallers({
  apis,
  callers,
}: Pick<PolicySources, 'apis' | 'callers'>): (head: RequestHead) => Caller {
  const targetOf = compileTargets(apis);
  const subscriptionOf = compileSubscriptions(sourcesOf(callers.subscriptionFrom), callers.subscriptions);
  const productOf = compileProducts(callers);
  const userOf = compileUsers(callers);
  return (head) => {
    const target = once(() => targetOf(head));
    const known = once(() => subscriptionOf(head));
    const product = once(() => productOf(head, known()));
    const user = once(() => userOf(head, known()));
    return {
      get subscription() {
        return known()?.subscription;
      },
      get product() {
        return product();
      },
      get user() {
        return user();
      },
      get api() {
        return target()?.api;
      },
      get operation() {
        return target()?.operation;
      },
      get matchedParameters() {
        return target()?.matchedParameters ?? NO_PARAMETERS;
      },
    };
  };
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

type Find<T> = (head: RequestHead, known: KnownSubscription | undefined) => T | undefined;

function compileProducts({ productFrom, products }: CallerSettings): Find<Product> {
  const table = new Map(products.map((product) => [product.id, product]));
  const claimed = compileIds(productFrom, table);
  return (head, known) => {
    const id = known?.settings?.product ?? claimed(head);
    return id === undefined ? undefined : (table.get(id) ?? { id, name: '' });
  };
}

function compileUsers({ userFrom, users }: CallerSettings): Find<User> {
  const table = new Map(users.map((user) => [user.id, user]));
  const claimed = compileIds(userFrom, table);
  return (head, known) => {
    const id = known?.settings?.user ?? claimed(head);
    return id === undefined ? undefined : (table.get(id) ?? { id, email: '', firstName: '', lastName: '', groups: [] });
  };
}

/** The first value that the sources have, as an id. A credential is never one, unless it is in the table and so no secret. */
function compileIds(
  texts: readonly string[],
  table: ReadonlyMap<string, unknown>,
): (head: RequestHead) => string | undefined {
  const sources = sourcesOf(texts);
  return (head) => {
    for (const { read, secret } of sources) {
      const value = read(head);
      if (value !== null) return secret === 'always' && !table.has(value) ? idOf(value) : value;
    }
    return undefined;
  };
}

/** What the configuration's schema refuses does not come here. */
function sourcesOf(texts: readonly string[]): readonly RequestSource[] {
  return texts.map((text) => {
    const source = compileRequestSource(text);
    if ('problem' in source) throw new Error(`the source "${text}" ${source.problem}`);
    return source;
  });
}
