import { PolicyFault } from '../../core/errors';
import { constant, type Computed } from '../computed';
import { toSeconds } from '../expression/result';
import { formatPlace } from '../place';
import type { StoreSettings } from '../../core/policy';
import type { StoreRefusal } from '../../core/reason';
import { storeFor } from '../store-settings';
import type { Element } from './element';
import { evaluated } from './evaluated';
import type { OwnNode } from './node';
import { checkAttributes, checkNoChildren, refused, required, type Reading } from './reading';
import { isExpression, type Written } from './written';

const SECONDS = 'a whole number of seconds from 0 to 31536000 (a year), or an expression that gives one';
const LONGEST = 31_536_000;

/** `undefined` when it is not a whole store; the findings then say why. */
export function readStore(element: Element, reading: Reading): OwnNode | undefined {
  checkAttributes(element, ['duration'], reading);
  checkNoChildren(element, reading);
  const written = required(element, 'duration', SECONDS, reading);
  const seconds = written && readSeconds(written, reading);
  if (written === undefined || seconds === undefined) return undefined;
  const { name, place } = element;
  const step = { kind: 'store', store: storeOf(seconds, written, reading) } as const;
  const says = `store: ${describe(written)}`;
  return { kind: 'store', name, place, owner: reading.owner, step, says };
}

function readSeconds(written: Written, reading: Reading): Computed<number> | undefined {
  if (isExpression(written)) return evaluated(written, 'outbound', toSeconds, reading.findings);
  const value = /^\d{1,9}$/.test(written.text) ? Number(written.text) : NaN;
  if (!(value <= LONGEST)) {
    refused('duration', written, SECONDS, reading);
    return undefined;
  }
  return constant(value, written.shown);
}

function storeOf(
  seconds: Computed<number>,
  { place }: Written,
  { azure, random }: Reading,
): Computed<StoreSettings | StoreRefusal> {
  const { toolCalls, maxBytes, ttlJitter } = azure.defaults;
  return {
    source: seconds.source,
    reads: seconds.reads,
    of(call) {
      const given = seconds.of(call);
      try {
        return storeFor(given, { toolCalls, maxBytes, ttlJitter, random });
      } catch (error) {
        throw error instanceof PolicyFault ? new PolicyFault(`${formatPlace(place)}: ${error.message}`) : error;
      }
    },
  };
}

function describe(written: Written): string {
  if (isExpression(written)) return `for as many seconds as ${written.shown} gives`;
  return Number(written.text) === 0 ? 'nothing (duration 0)' : `${written.shown} s`;
}
