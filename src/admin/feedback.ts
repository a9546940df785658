import { z } from 'zod';
import { isKey, KEY_RULE } from '../cache/partition';
import type { Reports } from '../cache/reports';
import { StoreError } from '../core/errors';
import { readBody } from './body';
import { parsedJson, problemOf } from './json-input';
import { json, plain, type Route } from './reply';

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
  return async ({ request, change }) => {
    const reports = open();
    if (reports === undefined) return plain(503, 'the cache is not open');
    const bytes = await readBody(request, MOST_BYTES);
    if (bytes === undefined) return plain(413, `longer than ${MOST_BYTES} bytes`);
    const { data, error } = report.safeParse(parsedJson(bytes.toString('utf8')));
    if (data === undefined) return plain(400, problemOf(error, 'the report').problem);
    change.what['entry'] = data.entry;
    try {
      const outcome = await reports.wrong(data.entry);
      Object.assign(change.outcome, outcome);
      return json(outcome.removed + outcome.labels > 0 ? 200 : 404, outcome);
    } catch (failure) {
      if (failure instanceof StoreError) return plain(503, failure.message);
      throw failure;
    }
  };
}
