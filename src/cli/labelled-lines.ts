import { z } from 'zod';

const OBJECT_RULE = 'must be an object';
const LABEL_RULE = 'must be true, false, 1 or 0';
const NAMES_RULE = 'must be a list of ids or texts of entries';

/** Blanks around a text are not compared: the service takes them off, too. */
const text = z
  .string({ error: 'must be a text' })
  .transform((given) => given.trim())
  .refine((given) => given !== '', { error: 'must not be empty' });

const label = z
  .union([z.boolean(), z.literal(0), z.literal(1)], { error: LABEL_RULE })
  .transform((given) => given === true || given === 1);

const trait = z
  .string({ error: 'must be a text' })
  .nullish()
  .transform((given) => given ?? undefined);

/** `{a, b, same}`; `label` is another name for `same`. */
export const pairLine = z
  .looseObject(
    { a: text, b: text, same: label.optional(), label: label.optional(), kind: trait, lang: trait },
    OBJECT_RULE,
  )
  .refine(({ same, label: other }) => same !== undefined || other !== undefined, {
    path: ['same'],
    error: `is missing; ${LABEL_RULE}`,
    when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
  })
  .refine(({ same, label: other }) => same === undefined || other === undefined || same === other, {
    path: ['label'],
    error: 'says otherwise than same; give one of them',
  })
  .transform(({ a, b, same, label: other, kind, lang }) => ({ a, b, same: same ?? other ?? false, kind, lang }));

export type PairLine = z.output<typeof pairLine>;

/** `{text}`, and an `id` by which queries may name it. */
export const entryLine = z.looseObject({ text, id: text.optional() }, OBJECT_RULE);

const names = z.array(text, { error: NAMES_RULE });

/** `{text, same}`, and `different` where not all others are. */
export const queryLine = z.looseObject({ text, same: names, different: names.optional() }, OBJECT_RULE);
