import { z } from 'zod';
import { isKey, KEY_RULE } from '../cache/partition';
import type { Reports } from '../cache/reports';
import { readBody } from './body';
import { parsedJson, problemOf } from './json-input';
import { json, plain, type Route } from './reply';
import { withStore } from './with-store';

const MOST_BYTES = 4096;

export interface FeedbackOptions {
  /** `undefined` while the cache is not there. */
  readonly open: () => Pick<Reports, 'wrong'> | undefined;
}

const ENTRY_RULE = `${KEY_RULE}, as the header x-semantic-cache-entry has them`;

const report = z.strictObject(
  {
    entry: z.string({ error: ENTRY_RULE }).refine(isKey, { error: ENTRY_RULE }),
    verdict: z.literal('wrong', { error: 'can only be "wrong"' }).default('wrong'),
  },
  { error: 'must be a JSON object with the field entry, and no others but verdict' },
);

/** `POST /feedback`: somebody got a wrong answer. */
export function feedbackRoute({ open }: FeedbackOptions): Route {
  return withStore(open, async ({ request, change }, reports) => {
    const bytes = await readBody(request, MOST_BYTES);
    if (bytes === undefined) return plain(413, `longer than ${MOST_BYTES} bytes`);
    const { data, error } = report.safeParse(parsedJson(bytes.toString('utf8')));
    if (data === undefined) return plain(400, problemOf(error, 'the report').problem);
    change.what['entry'] = data.entry;
    const outcome = await reports.wrong(data.entry);
    Object.assign(change.outcome, outcome);
    return json(outcome.removed + outcome.labels > 0 ? 200 : 404, outcome);
  });
}
