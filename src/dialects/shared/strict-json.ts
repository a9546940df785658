import { isJsonObject, type JsonValue } from '../../core/json';

/** A parsed document, or why it is not safe to reason about. */
export type StrictJson =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly fault: string };

/** Arrays and objects inside one another; real requests stay under 20. */
const MAX_DEPTH = 64;
/** An integer literal of 16 digits and more may be none that a double can hold. */
const LONG_INTEGER = /(?<![\d.])-?\d{16,}(?![\d.eE])/g;
const LONG_INTEGER_DIGITS = 16;

/**
 * Parses JSON that means the same to every reader: strict UTF-8 without BOM, no key twice in one object (RFC 8259 4
 * leaves open which one counts), no number that changes when read as a double, nested at most 64 deep.
 */
export function parseStrictJson(body: Uint8Array): StrictJson {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return { ok: false, fault: 'not UTF-8' };
  }
  return parseStrictText(text);
}

/** As {@link parseStrictJson}, of text that is decoded already. */
export function parseStrictText(text: string): StrictJson {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return { ok: false, fault: 'not JSON' };
  }
  const tree = surveyTree(value, 1);
  if (tree.tooDeep) return { ok: false, fault: 'nested too deeply' };
  const tokens = surveyTokens(text);
  if (tree.inexact || tokens.inexact) return { ok: false, fault: 'a number that a double cannot hold' };
  // The parser keeps one of several equal keys, the text has them all.
  if (tree.keys !== tokens.keys) return { ok: false, fault: 'duplicate keys' };
  return { ok: true, value };
}

interface TreeSurvey {
  keys: number;
  inexact: boolean;
  tooDeep: boolean;
}

function surveyTree(value: JsonValue, depth: number, found?: TreeSurvey): TreeSurvey {
  const survey = found ?? { keys: 0, inexact: false, tooDeep: false };
  if (typeof value === 'number') survey.inexact ||= !Number.isFinite(value);
  if (typeof value !== 'object' || value === null || survey.tooDeep) return survey;
  if (depth > MAX_DEPTH) {
    survey.tooDeep = true;
    return survey;
  }
  const children = Object.values(value) as JsonValue[];
  if (isJsonObject(value)) survey.keys += children.length;
  for (const child of children) surveyTree(child, depth + 1, survey);
  return survey;
}

/** One pass over valid JSON, by `indexOf`: linear, and without the stack that a regular expression needs per character. */
function surveyTokens(text: string): { keys: number; inexact: boolean } {
  const colon = /\s*:/y;
  let keys = 0;
  let from = 0;
  for (;;) {
    const open = text.indexOf('"', from);
    if (hasInexactInteger(text, from, open === -1 ? text.length : open)) return { keys, inexact: true };
    if (open === -1) return { keys, inexact: false };
    from = closingQuote(text, open) + 1;
    colon.lastIndex = from;
    if (colon.test(text)) keys += 1;
  }
}

function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function hasInexactInteger(text: string, from: number, to: number): boolean {
  if (to - from < LONG_INTEGER_DIGITS) return false;
  const integers = text.slice(from, to).match(LONG_INTEGER) ?? [];
  return integers.some((integer) => !Number.isSafeInteger(Number(integer)));
}
