import { z } from 'zod';
import { headOf } from './request-head';
import type { PlacedCall } from './place';

/** A call as people and programs write it down: to have it explained, or in a recording. Strict: a name that it does not know is a typo. */
export const describedCall = z.strictObject(
  {
    path: z.string({ error: 'must be a text' }).startsWith('/', { error: 'must begin with /' }),
    method: z
      .string({ error: 'must be a text' })
      .regex(/^[A-Z]+$/, { error: 'must be a method in capitals' })
      .default('POST'),
    authority: z.string({ error: 'must be a text' }).optional(),
    headers: z.record(z.string(), z.string(), { error: 'must be a mapping of texts' }).default({}),
    body: z.looseObject({}, { error: 'must be the completion request, an object' }),
  },
  {
    error: ({ code }) =>
      code === 'invalid_type'
        ? 'must be a JSON object with path and body, and of method, authority and headers what there is'
        : undefined,
  },
);

/** The call that is meant: head, and body as it would be sent. */
export function placedCallOf({
  method,
  path: target,
  body,
  ...given
}: Pick<z.output<typeof describedCall>, 'path' | 'method' | 'authority' | 'headers' | 'body'>): PlacedCall {
  // The body is given as it is before any encoding.
  const named = Object.entries(given.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers = new Map(named.filter(([name]) => name !== 'content-encoding' && name !== 'content-length'));
  const { authority = headers.get('host') ?? '' } = given;
  return { head: headOf({ method, authority, target, headers }), body: Buffer.from(JSON.stringify(body)) };
}
