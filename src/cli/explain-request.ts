import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { adminClient, adminWish } from './admin-client';
import { CommandError } from './command-error';
import { explainAnswer } from './explain-answer';
import { headerFlags, readCall } from './explain-call';
import { explainedLines } from './explain-request-text';
import { textFlag } from './flag-values';
import type { Flags } from './flags';
import type { PipedProcess } from './process';

/** Asks a running server what would become of the call in a file, and says why. */
export async function explainRequest({ values, configuration }: Flags, host: PipedProcess): Promise<number> {
  const headers = headerFlags([values['header'] ?? []].flat().map(String));
  const ask = adminClient({ argv: configuration, env: host.env }, adminWish(values, 'read'));
  const file = textFlag(values, 'request') ?? '-';
  const call = await readCall(file, { path: textFlag(values, 'path'), headers }, host);
  const answer = await ask({ method: 'POST', path: '/explain', body: Readable.from([JSON.stringify(call)]) });
  const said = await text(answer).catch((cause: unknown) => {
    throw new CommandError('the server broke off: there is no answer', 1, { cause });
  });
  if (values['json'] === true) host.print(said.trimEnd());
  else for (const line of explainedLines(explained(said), call)) host.print(line);
  return 0;
}

function explained(said: string): ReturnType<typeof explainAnswer.parse> {
  const { data, error } = explainAnswer.safeParse(parsed(said));
  if (data !== undefined) return data;
  const message = 'the answer is not an explanation of this release; --json shows it as it is';
  throw new CommandError(message, 1, { cause: error });
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return undefined;
  }
}
