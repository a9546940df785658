import { z } from 'zod';
import type { JudgeSettings } from '../settings';
import { file, httpUrl, optional, text } from './scalars';
import { duration } from './units';

const URL_RULE =
  'must be the URL of a Chat Completions endpoint, such as https://api.example.com/v1/chat/completions, without user and password';
const SECOND = 1000;

const url = httpUrl(URL_RULE);

/** Who says whether two answers say the same, where texts alone do not tell. */
export const judge = z
  .strictObject({
    url: optional(url),
    model: optional(text('must be the name of a model')),
    'api-key-file': optional(file),
    timeout: duration(SECOND, 120 * SECOND),
  })
  .transform((raw, context): JudgeSettings | undefined => {
    const { url: at, model, 'api-key-file': apiKeyFile, timeout: timeoutMs } = raw;
    if (at !== undefined && model !== undefined) return { url: at, model, apiKeyFile, timeoutMs };
    if (at === undefined && model === undefined && apiKeyFile === undefined) return undefined;
    context.addIssue({ code: 'custom', message: 'url and model go together: where to ask, and whom' });
    return z.NEVER;
  });
