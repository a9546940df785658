import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeGenerated } from '../generated-file';
import { priceList } from './price-list';

const USAGE =
  'usage: node dist/tools/prices/main.js FILE VERSION DATE\n' +
  'FILE is model_prices_and_context_window_backup.json of the Python package litellm (MIT) of that VERSION, looked up on DATE (YYYY-MM-DD).';

/** Makes the shipped prices anew from LiteLLM's list. */
async function main([file, version, asOf]: readonly string[]): Promise<void> {
  if (file === undefined || version === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(asOf ?? '')) throw new Error(USAGE);
  const list = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const source = `model_prices_and_context_window.json of LiteLLM ${version}, https://github.com/BerriAI/litellm (MIT); made by tools/prices`;
  const shipped = { source, asOf, currency: 'USD', models: priceList(list) };
  await writeGenerated(join('src', 'observability', 'shipped-prices.json'), JSON.stringify(shipped));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
