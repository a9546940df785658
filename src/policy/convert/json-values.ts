import { and, LEVEL, not, or, relation, within } from './condition';
import { accessed, cel, NotConvertible, type Cel } from './value';

/** `token["name"]`: null where there is no such member. */
export function jsonMember(target: Cel, name: string, conditional: boolean): Cel {
  const { text, ok, stopsWhen } = accessed(target, conditional);
  const key = JSON.stringify(name);
  const holds = relation(`${key} in ${text}`, `!(${key} in ${text})`);
  return cel('json', `${text}[${key}]`, { ok, stopsWhen, nullWhen: not(holds) });
}

/** (string), (bool), (int) of what a body has: only of a value that is one already, for Azure and CEL turn others into texts differently. */
export function castJson(value: Cel, type: string, at: number): Cel {
  const { text, nullWhen, ok } = value;
  if (type === 'string') {
    const typed = or(nullWhen, isOf('string', text));
    const whole = nullWhen.text === 'false' ? { text, level: LEVEL.primary } : textOrEmpty(value);
    return cel('string', whole.text, { level: whole.level, nullWhen, ok: and(ok, typed) });
  }
  if (type !== 'bool' && type !== 'int') throw new NotConvertible(at, `a cast to ${type}`);
  return cel(type, text, { ok: and(ok, not(nullWhen), isOf(type, text)) });
}

function textOrEmpty({ text, nullWhen }: Cel): { text: string; level: typeof LEVEL.ternary } {
  return { text: `${within(LEVEL.or, nullWhen)} ? "" : ${text}`, level: LEVEL.ternary };
}

function isOf(type: string, text: string): ReturnType<typeof relation> {
  return relation(`type(${text}) == ${type}`, `type(${text}) != ${type}`);
}
