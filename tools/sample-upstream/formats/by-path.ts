import type { WireFormat } from './answer';
import { chat } from './chat';
import { completions } from './completions';
import { messages } from './messages';
import { responses } from './responses';

/** The longer end of a path first. */
const BY_PATH: readonly (readonly [end: string, format: WireFormat])[] = [
  ['/chat/completions', chat],
  ['/completions', completions],
  ['/responses', responses],
  ['/messages', messages],
];

/** The format that a provider answers calls of this path in, if it is one for completions. */
export function formatOf(path: string): WireFormat | undefined {
  return BY_PATH.find(([end]) => path.endsWith(end))?.[1];
}
