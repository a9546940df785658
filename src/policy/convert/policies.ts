import { readLookupParts } from '../azure/lookup';
import { optional } from '../azure/reading';
import { isExpression, readWritten } from '../azure/written';
import type { LookupSettings } from '../../core/policy';
import { formatPlace } from '../place';
import type { Share } from '../sources';
import { and, LEVEL, TRUE, within, type Condition } from './condition';
import { toText } from './text-methods';
import { cel, isNullable, NotConvertible, type Cel } from './value';
import { convertedCel, noteNamedValues, type Found, type Walk } from './walk';

/** A lookup in the native form. */
export interface ConvertedLookup {
  readonly settings: LookupSettings;
  readonly distance: number;
  readonly varyBy: readonly string[];
  readonly share: Share;
  /** What has to hold for its `vary-by` not to fail. */
  readonly ok: Condition;
}

/** The lookup, and when it runs. */
export interface LookupWhen extends ConvertedLookup {
  readonly when: Condition;
}

/** `undefined`: it has none, which `problems` tells. */
export function convertLookup(found: Found, walk: Walk): ConvertedLookup | undefined {
  const { element, reading } = found;
  const read = readLookupParts(element, reading);
  if (read === undefined) return undefined;
  const { lookup: settings, distance, share } = read;
  const sources = element.children.map((child) => {
    const written = readWritten(child.content(), reading.azure.namedValues, reading.findings);
    noteNamedValues(written, walk);
    if (!isExpression(written)) return { source: `cel:${JSON.stringify(written.text)}`, ok: TRUE };
    const value = convertedCel(written, found, walk);
    return value && sourceOf(value, share, formatPlace(written.place), walk);
  });
  if (sources.some((each) => each === undefined)) return undefined;
  const all = sources.filter((each) => each !== undefined);
  const varyBy = [...new Set(all.map(({ source }) => source))];
  noteNamedValues(distance.written, walk);
  noteBackend(found, walk);
  return { settings, distance: distance.value, varyBy, share, ok: and(...all.map(({ ok }) => ok)) };
}

function noteBackend({ element, reading }: Found, { notes }: Walk): void {
  const id = optional(element, 'embeddings-backend-id', reading);
  if (id !== undefined) notes.push(`embeddings-backend-id ${id.shown}: the model is that of the configuration`);
}

/** Sources that are a word, and what of a call they are. */
const WORDS = new Map(['subscription', 'user', 'product', 'api', 'operation'].map((word) => [`${word}.id`, word]));

interface Source {
  readonly source: string;
  readonly ok: Condition;
}

function sourceOf(value: Cel, share: Share, place: string, walk: Walk): Source | undefined {
  const word = value.text === 'request.ip' ? 'ip' : WORDS.get(value.text);
  // Who has no such id has no identity there, and so bypasses the cache as with Azure.
  if (word !== undefined) return { source: word, ok: share === 'varyBy' ? TRUE : value.ok };
  const text = textOr(value, place, walk);
  if (text === undefined) return undefined;
  const isPlain = share !== 'varyBy' || !text.mayBeEmpty;
  if (!isPlain) walk.notes.push(EMPTY_TEXTS);
  return { source: `cel:${isPlain ? text.text : marked(text, value)}`, ok: value.ok };
}

function textOr(value: Cel, place: string, walk: Walk): Cel | undefined {
  try {
    return value.type === 'string' ? value : toText(value, 0);
  } catch (error) {
    if (!(error instanceof NotConvertible)) throw error;
    walk.problems.push(`${place}: cannot be written in the native form: ${error.message}`);
    return undefined;
  }
}

const EMPTY_TEXTS = '"=" in front of a text: calls without it share answers with each other, as in the document';

/** Natively a call whose text is empty has no identity; with Azure it is one of those with an empty text. */
function marked(text: Cel, { nullWhen }: Cel): string {
  const whole = `"=" + ${within(LEVEL.product, text)}`;
  if (nullWhen.text === 'false') return whole;
  return `${within(LEVEL.or, nullWhen)} ? "" : ${whole}`;
}

/** How long a store keeps: a number of seconds, or a CEL expression. */
export interface ConvertedStore {
  readonly seconds: number | Cel;
  readonly ok: Condition;
}

export function convertStore(found: Found, walk: Walk): ConvertedStore | undefined {
  const { element, reading } = found;
  const written = optional(element, 'duration', reading);
  if (written === undefined) return undefined;
  noteNamedValues(written, walk);
  if (!isExpression(written)) return { seconds: Number(written.text), ok: TRUE };
  const value = convertedCel(written, found, walk);
  if (value === undefined) return undefined;
  const seconds = secondsIn(value);
  if (seconds !== undefined) return { seconds, ok: value.ok };
  const what = isNullable(value) ? 'a value that may be null' : `a value of type ${value.type}`;
  walk.problems.push(`${formatPlace(written.place)}: cannot be written in the native form: ${what} as a duration`);
  return undefined;
}

/** `undefined`: it gives none. */
function secondsIn(value: Cel): Cel | undefined {
  if (isNullable(value)) return undefined;
  if (value.type === 'string') return cel('int', `int(${value.text})`);
  return value.type === 'int' || value.type === 'double' ? value : undefined;
}

export interface StoreWhen {
  /** As native policies have it. */
  readonly ttl: number | string;
  readonly when: Condition;
}

/** Of stores of which at most one is reached, the time of that one. */
export function secondsOf(
  stores: readonly { readonly store: ConvertedStore; readonly when: Condition }[],
): number | string {
  const [first, ...more] = stores;
  if (first === undefined) return 0;
  const text = ({ seconds }: ConvertedStore): string => (typeof seconds === 'number' ? String(seconds) : seconds.text);
  if (more.every(({ store }) => text(store) === text(first.store))) {
    // 0 is no duration in YAML, and an expression that gives it keeps nothing.
    return typeof first.store.seconds === 'number' && first.store.seconds > 0
      ? first.store.seconds
      : `cel:${text(first.store)}`;
  }
  const last = more.at(-1) ?? first;
  const others = stores.slice(0, -1);
  const choices = others.map(({ store, when }) => `${within(LEVEL.or, when)} ? (${text(store)}) : `);
  return `cel:${choices.join('')}${text(last.store)}`;
}
