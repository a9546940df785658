import { celEnv, celFunc, CelScalar, isCelError, isCelList, isCelMap, parse, plan, type CelInput } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';

/** A node of a parsed expression. */
export type Expr = ReturnType<typeof parse>['expr'];

/** Wraps what is looped over; "@" because no author can write such a name. */
export const BOUNDED = '@bounded';

/** How messages of ours begin among those of the library, which may quote values and would hide an error's class. */
export const OUR_FAULT = '\0fault: ';

/** Elements of a list that a macro looks at: `map` of the library takes time by the square of them. */
const LONGEST_LOOP = 1000;

const bounded = celFunc(BOUNDED, [CelScalar.DYN], CelScalar.DYN, (value) => {
  if ((isCelList(value) || isCelMap(value)) && value.size > LONGEST_LOOP) {
    throw new Error(`${OUR_FAULT}there is a list of more than ${LONGEST_LOOP} elements to look through`);
  }
  return value;
});

/** CEL's standard functions and the extension for strings. Regular expressions are RE2's: linear. */
export const CEL_ENV = celEnv({ funcs: [...strings, bounded] });

const toTimestamp = plan(CEL_ENV, parse('timestamp(text)'));

/** @param ms since the epoch */
export function timestampInput(ms: number): CelInput {
  return toTimestamp({ text: new Date(ms).toISOString() }) as CelInput;
}

const matching = plan(CEL_ENV, parse('"".matches(pattern)'));

export function isPattern(pattern: string): boolean {
  return !isCelError(matching({ pattern }));
}
