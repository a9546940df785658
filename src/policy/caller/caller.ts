/** Who calls what, in Azure's words. What is not known is `undefined`. */
export interface Caller {
  readonly subscription: Subscription | undefined;
  readonly product: Product | undefined;
  readonly user: User | undefined;
  readonly api: Api | undefined;
  readonly operation: Operation | undefined;
  /** Of the operation's URL template. */
  readonly matchedParameters: ReadonlyMap<string, string>;
}

export interface Subscription {
  /** From the table, or a digest of the key: a key itself is never one. */
  readonly id: string;
  readonly name: string;
  /** As the client sent it. */
  readonly key: string;
}

export interface Product {
  readonly id: string;
  readonly name: string;
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly groups: readonly string[];
}

export interface Api {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly version: string;
}

export interface Operation {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly urlTemplate: string;
}
