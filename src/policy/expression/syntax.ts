/** The syntax tree: plain data. Offsets count characters of the expression's text, "@(" included. */

interface At {
  readonly start: number;
  readonly end: number;
}

/** A type as written, without its namespace and "?": "string", "JObject", "string[]". */
export interface TypeName extends At {
  readonly name: string;
  /** Written with "?": null is one of its values. */
  readonly nullable: boolean;
}

export interface Argument {
  /** Of `name: value`. */
  readonly name: string | undefined;
  readonly value: Expression;
}

export type Chain = At &
  (
    | {
        readonly kind: 'member';
        readonly target: Expression;
        readonly name: string;
        readonly nameAt: number;
        /** Written with "?.". */
        readonly conditional: boolean;
      }
    | {
        readonly kind: 'index';
        readonly target: Expression;
        readonly index: Expression;
        readonly indexAt: number;
        readonly conditional: boolean;
      }
    | {
        readonly kind: 'call';
        readonly target: Expression;
        readonly typeArguments: readonly TypeName[];
        readonly arguments: readonly Argument[];
      }
  );

export interface Hole {
  readonly value: Expression;
  readonly format: { readonly text: string; readonly at: number } | undefined;
}

export type Expression =
  | Chain
  | (At &
      (
        | { readonly kind: 'literal'; readonly type: string; readonly value: unknown }
        | { readonly kind: 'interpolated'; readonly parts: readonly (string | Hole)[] }
        | { readonly kind: 'name'; readonly name: string }
        /** Ends a chain of "?.". */
        | { readonly kind: 'parenthesised'; readonly value: Expression }
        | { readonly kind: 'unary'; readonly operator: string; readonly value: Expression }
        | {
            readonly kind: 'binary';
            readonly operator: string;
            readonly operatorAt: number;
            readonly left: Expression;
            readonly right: Expression;
          }
        | {
            readonly kind: 'ternary';
            readonly condition: Expression;
            readonly yes: Expression;
            readonly no: Expression;
          }
        | { readonly kind: 'cast'; readonly type: TypeName; readonly value: Expression }
        | { readonly kind: 'as'; readonly type: TypeName; readonly value: Expression }
        | { readonly kind: 'is'; readonly type: TypeName | 'null'; readonly not: boolean; readonly value: Expression }
        | { readonly kind: 'new'; readonly type: TypeName; readonly arguments: readonly Argument[] }
        | { readonly kind: 'new-array'; readonly type: TypeName | undefined; readonly items: readonly Expression[] }
        /** `out name`, `out var name`, `out Type name`: an argument that is given a value. */
        | {
            readonly kind: 'out';
            readonly name: string;
            readonly declares: boolean;
            readonly type: TypeName | undefined;
          }
        | { readonly kind: 'lambda'; readonly parameter: string; readonly body: Expression }
      ));

export type Statement = At &
  (
    | {
        readonly kind: 'local';
        /** `undefined`: var. */
        readonly type: TypeName | undefined;
        readonly name: string;
        readonly value: Expression | undefined;
      }
    | { readonly kind: 'assign'; readonly name: string; readonly value: Expression }
    | { readonly kind: 'return'; readonly value: Expression }
    | {
        readonly kind: 'if';
        readonly branches: readonly { readonly condition: Expression; readonly then: Statement }[];
        readonly otherwise: Statement | undefined;
      }
    | {
        readonly kind: 'foreach';
        readonly type: TypeName | undefined;
        readonly name: string;
        readonly of: Expression;
        readonly body: Statement;
      }
    | { readonly kind: 'while'; readonly condition: Expression; readonly body: Statement }
    | {
        readonly kind: 'for';
        readonly first: Statement | undefined;
        readonly condition: Expression | undefined;
        readonly next: Statement | undefined;
        readonly body: Statement;
      }
    | { readonly kind: 'break' | 'continue' }
    | { readonly kind: 'block'; readonly statements: readonly Statement[] }
  );
