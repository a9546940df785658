import { z } from 'zod';
import type { LogLevel } from '../core/log-level';
import { readBody } from './body';
import { parsedJson, problemOf } from './json-input';
import { json, plain, type Route } from './reply';

const MOST_BYTES = 256;

/** `POST /log-level`: the running log talks more, or less, until the configuration says another level or the process ends. */
export function logLevelRoute(log: { set(level: LogLevel): void }, levels: readonly [LogLevel, ...LogLevel[]]): Route {
  const rule = `must be one of ${levels.join(', ')}`;
  const wanted = z.strictObject(
    { level: z.enum(levels, { error: rule }) },
    { error: 'must be a JSON object with the field level, and no others' },
  );
  return async ({ request, change }) => {
    const bytes = await readBody(request, MOST_BYTES);
    if (bytes === undefined) return plain(413, `longer than ${MOST_BYTES} bytes`);
    const { data, error } = wanted.safeParse(parsedJson(bytes.toString('utf8')));
    if (data === undefined) return plain(400, problemOf(error, 'the request').problem);
    change.what['level'] = data.level;
    log.set(data.level);
    return json(200, { level: data.level });
  };
}
