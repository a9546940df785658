import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { INDEX_TYPES, type IndexTypeName } from './tasks';

export interface StoresOptions {
  readonly help: boolean;
  /** Ascending. */
  readonly sizes: readonly number[];
  readonly seconds: number;
  readonly indexType: IndexTypeName;
  /** Java's notation. */
  readonly heap: string;
  readonly jsonFile: string | undefined;
}

export const STORES_USAGE = `usage: npm run bench -- stores [--entries N,N,...] [--seconds N] [--index-type TYPE] [--heap SIZE] [--json FILE]
  --entries N,N,...  sizes, one after the other (default 10000,100000)
  --seconds N        length of one measurement (default 1); each row is measured in five rounds
  --index-type TYPE  ${INDEX_TYPES.join(', ')} (default bbq_hnsw)
  --heap SIZE        of the Elasticsearch node, as Java writes it (default 1g)
  --json FILE        write the figures, with the machine's description`;

/** @throws Error that says what is wrong with the flags. */
export function storesOptions(args: string[]): StoresOptions {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      entries: { type: 'string', default: '10000,100000' },
      seconds: { type: 'string', default: '1' },
      'index-type': { type: 'string', default: 'bbq_hnsw' },
      heap: { type: 'string', default: '1g' },
      json: { type: 'string' },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 0.1 && seconds <= 60)) throw new Error(`--seconds ${values.seconds}: must be from 0.1 to 60`);
  const indexType = INDEX_TYPES.find((type) => type === values['index-type']);
  if (indexType === undefined) throw new Error(`--index-type: must be one of ${INDEX_TYPES.join(', ')}`);
  if (!/^\d+[mg]$/.test(values.heap)) throw new Error(`--heap ${values.heap}: must be like 512m or 2g`);
  return {
    help: values.help,
    sizes: [...new Set(values.entries.split(',').map(size))].sort((a, b) => a - b),
    seconds,
    indexType,
    heap: values.heap,
    jsonFile: values.json === undefined ? undefined : resolve(values.json),
  };
}

function size(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 2000 && value <= 10_000_000) return value;
  throw new Error(`--entries ${text}: must be whole numbers from 2000 to 10000000`);
}
