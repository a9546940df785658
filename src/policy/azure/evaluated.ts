import { PolicyFault } from '../../core/errors';
import type { PolicyCall } from '../call';
import type { Computed } from '../computed';
import { compileExpression, type Section } from '../expression/expression';
import { formatPlace } from '../place';
import { noFindings, type Findings } from '../problems';
import type { PutIn } from './named-values';
import type { Written } from './written';

const PLACE = /^.{1,1000}?:\d+:\d+: /;
/** So few characters are no secret, and stand in many words. */
const HARMLESS = 2;

/** An expression whose value is turned into what it stands for. `undefined`: it is outside the subset, which is reported. */
export function evaluated<T>(
  written: Written,
  section: Section,
  convert: (value: unknown) => T,
  findings: Findings,
): Computed<T> | undefined {
  const own = noFindings();
  const computed = compileExpression(written, section, own);
  findings.problems.push(...own.problems.map((message) => withoutValues(message, written)));
  findings.warnings.push(...own.warnings.map((message) => withoutValues(message, written)));
  if (computed === undefined) return undefined;
  return {
    source: written.shown,
    reads: computed.reads,
    of: (call) => converted(valueOf(computed, call, written), convert, written),
  };
}

function valueOf(computed: Computed<unknown>, call: PolicyCall, written: Written): unknown {
  try {
    return computed.of(call);
  } catch (error) {
    if (error instanceof PolicyFault && written.putIn.length > 0) {
      throw new PolicyFault(withoutValues(error.message, written));
    }
    throw error;
  }
}

/** What the conversion complains of gets the expression's place. */
function converted<T>(value: unknown, convert: (value: unknown) => T, { place }: Written): T {
  try {
    return convert(value);
  } catch (error) {
    const why = error instanceof PolicyFault ? error.message : 'gives a value that cannot be used here';
    throw new PolicyFault(`${formatPlace(place)}: the expression ${why}`);
  }
}

/** The compiler quotes what it read, and a named value in it may be a secret. */
function withoutValues(message: string, { putIn, shown, place }: Written): string {
  if (putIn.length === 0) return message;
  const at = PLACE.exec(message)?.[0] ?? `${formatPlace(place)}: `;
  const secrets = putIn.filter(({ value }) => value.length > HARMLESS);
  const said = secrets.reduce(
    (text, { name, value }) => text.replaceAll(value, `{{${name}}}`),
    message.slice(at.length),
  );
  const leaks = secrets.some((each) => wordsOf(each).some((word) => said.includes(word) && !shown.includes(word)));
  if (!leaks) return `${at}${said}`;
  const names = [...new Set(secrets.map(({ name }) => `{{${name}}}`))].join(', ');
  return `${at}with ${names} put in, this does not work as an expression; look at what is put in`;
}

function wordsOf({ value }: PutIn): readonly string[] {
  return value.split(/[^\p{L}\p{N}_]+/u).filter((word) => word.length > HARMLESS);
}
