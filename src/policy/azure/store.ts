import { LONGEST_TTL } from '../../core/policy';
import { constant, type Computed } from '../computed';
import { toSeconds } from '../expression/result';
import { formatPlace } from '../place';
import { storeFor } from '../store-settings';
import type { Element } from './element';
import { evaluated } from './evaluated';
import type { OwnNode } from './node';
import { checkAttributes, checkNoChildren, refused, required, type Reading } from './reading';
import { isExpression, type Written } from './written';

const SECONDS = `a whole number of seconds from 0 to ${LONGEST_TTL} (a year), or an expression that gives one`;

/** `undefined` when it is not a whole store; the findings then say why. */
export function readStore(element: Element, reading: Reading): OwnNode | undefined {
  checkAttributes(element, ['duration'], reading);
  checkNoChildren(element, reading);
  const written = required(element, 'duration', SECONDS, reading);
  const seconds = written && readSeconds(written, reading);
  if (written === undefined || seconds === undefined) return undefined;
  const { name, place } = element;
  const { toolCalls, refusals, maxBytes, ttlJitter } = reading.azure.defaults;
  const at = formatPlace(written.place);
  const store = storeFor(seconds, { at, toolCalls, refusals, maxBytes, ttlJitter, random: reading.random });
  const step = { kind: 'store', store } as const;
  const says = `store: ${describe(written)}`;
  return { kind: 'store', name, place, owner: reading.owner, step, says };
}

function readSeconds(written: Written, reading: Reading): Computed<number> | undefined {
  if (isExpression(written)) return evaluated(written, 'outbound', toSeconds, reading.findings);
  const value = /^\d{1,9}$/.test(written.text) ? Number(written.text) : NaN;
  if (!(value <= LONGEST_TTL)) {
    refused('duration', written, SECONDS, reading);
    return undefined;
  }
  return constant(value, written.shown);
}

function describe(written: Written): string {
  if (isExpression(written)) return `for as many seconds as ${written.shown} gives`;
  return Number(written.text) === 0 ? 'nothing (duration 0)' : `${written.shown} s`;
}
