import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIALECT_NAMES, type DialectName } from '../../../src/core/dialect';
import * as anthropicMessages from '../../../src/dialects/anthropic-messages/request';
import * as openaiChat from '../../../src/dialects/openai-chat/request';
import * as openaiCompletions from '../../../src/dialects/openai-completions/request';
import * as openaiResponses from '../../../src/dialects/openai-responses/request';
import { DIALECTS } from '../../../src/dialects/registry';

const text = readFileSync(path.join(process.cwd(), 'docs/dialects.md'), 'utf8');
const READING: Readonly<Record<DialectName, { readonly IGNORED_FIELDS: ReadonlyMap<string, string> }>> = {
  'openai-chat': openaiChat,
  'openai-completions': openaiCompletions,
  'openai-responses': openaiResponses,
  'anthropic-messages': anthropicMessages,
};

describe('docs/dialects.md', () => {
  it('lists which fields each dialect ignores, and why, and no others', () => {
    const section = /## What is ignored\n([^#]*)/.exec(text)?.[1] ?? '';
    const rows = [...section.matchAll(/^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$/gm)];
    const documented = rows.flatMap(([, field = '', dialects = '', why = '']) =>
      dialects.split(', ').map((dialect) => [dialect.replaceAll('`', ''), field, why]),
    );
    const real = DIALECT_NAMES.flatMap((dialect) =>
      [...READING[dialect].IGNORED_FIELDS].map(([field, why]) => [dialect, field, why]),
    );
    expect(documented.sort()).toEqual(real.sort());
  });

  it('lists the headers that each dialect looks at', () => {
    for (const { name, parameterHeaders } of DIALECTS) {
      const row = new RegExp(`^\\| \`${name}\` \\| (?:text|\`prompt\`)[^\\n]*`, 'm').exec(text)?.[0] ?? '';
      expect(parameterHeaders.filter((header) => !row.includes(`\`${header}\``))).toEqual([]);
    }
  });

  it('names every dialect that there is', () => {
    expect(DIALECTS.map(({ name }) => name).sort()).toEqual([...DIALECT_NAMES].sort());
    for (const name of DIALECT_NAMES) expect(text).toContain(`| \`${name}\` |`);
  });
});
