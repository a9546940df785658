import { hasLearnedScore, VERIFY_MODES, type VerifyMode } from '../core/policy';
import { LOG_FIELDS, type FieldMap, type LogField } from '../replay/field-map';
import { FORMATS, type RecordingFormat } from '../replay/read-recording';
import { CommandError } from './command-error';
import { EXIT } from './exit-status';
import { durationFlag, numberFlag, textFlag } from './flag-values';
import { wrongUsage, type Flags } from './flags';
import { replaySpec } from './specs/replay';

/** What the flags of a replay say. */
export interface ReplayFlags {
  /** `-`: standard input. */
  readonly file: string;
  readonly policy: string | undefined;
  readonly format: RecordingFormat;
  readonly fields: FieldMap;
  readonly path: string;
  readonly caller: string | undefined;
  readonly responses: string | undefined;
  readonly intervalMs: number;
  readonly strict: boolean;
  readonly show: readonly ('exact' | 'semantic')[];
  readonly most: number;
  /** File for a line about each decision. */
  readonly decisions: string | undefined;
  readonly compare: readonly OtherTerms[];
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Terms in place of those of every native policy. */
export interface OtherTerms {
  /** As the user wrote them. */
  readonly called: string;
  readonly similarity: number | undefined;
  readonly verify: VerifyMode | undefined;
}

const CHAT_PATH = '/v1/chat/completions';
const INTERVAL_MS = 1000;
const MOST_SHOWN = 20;
const WHOLE = {
  rule: 'must be a whole number from 1 to 1000',
  holds: (value: number) => Number.isInteger(value) && value >= 1 && value <= 1000,
};

/** @throws CommandError */
export function replayFlags({ values, positionals }: Flags): ReplayFlags {
  const [file = '-'] = positionals;
  const fields = fieldsOf(textFlag(values, 'fields'));
  const format = FORMATS.find((known) => known === values['format']) ?? 'auto';
  if (format === 'log' && fields.body === undefined) throw wrongUsage(replaySpec, '--format log needs --fields');
  if (Object.keys(fields).length > 0 && format !== 'log' && format !== 'auto') {
    throw wrongUsage(replaySpec, '--fields goes with --format log');
  }
  const path = textFlag(values, 'path') ?? CHAT_PATH;
  if (!path.startsWith('/')) throw wrongUsage(replaySpec, '--path must begin with /');
  const compare = [values['compare'] ?? []].flat().map((terms) => otherTerms(String(terms)));
  if (file === '-' && compare.length > 0) {
    throw wrongUsage(replaySpec, '--compare reads the recording again, which standard input cannot be');
  }
  return {
    ...{ file, fields, format, path, compare },
    policy: textFlag(values, 'policy'),
    decisions: textFlag(values, 'decisions'),
    caller: textFlag(values, 'caller'),
    responses: textFlag(values, 'responses'),
    intervalMs: durationFlag(values, 'interval', '1s') ?? INTERVAL_MS,
    strict: values['strict'] === true,
    show: shownKinds(textFlag(values, 'show')),
    most: numberFlag(values, 'most', WHOLE) ?? MOST_SHOWN,
    json: values['json'] === true,
    quiet: values['quiet'] === true,
  };
}

function shownKinds(list: string | undefined): ReplayFlags['show'] {
  if (list === 'hits') return ['semantic', 'exact'];
  return list === 'semantic' || list === 'exact' ? [list] : [];
}

function fieldsOf(given: string | undefined): FieldMap {
  if (given === undefined) return {};
  const pairs = given.split(',').map((pair): [LogField, string] => {
    const equals = pair.indexOf('=');
    const name = LOG_FIELDS.find((known) => known === pair.slice(0, equals).trim());
    const field = pair.slice(equals + 1).trim();
    if (equals > 0 && name !== undefined && field !== '') return [name, field];
    throw wrongUsage(
      replaySpec,
      `--fields: got "${pair}"; must be NAME=FIELD with NAME one of ${LOG_FIELDS.join(', ')}`,
    );
  });
  const fields: FieldMap = Object.fromEntries(pairs);
  if (fields.body === undefined) throw wrongUsage(replaySpec, '--fields needs body=FIELD, the completion request');
  return fields;
}

function otherTerms(called: string): OtherTerms {
  const terms = new Map(called.split(',').map((pair) => pair.trim().split('=', 2) as [string, string | undefined]));
  const fault = (): CommandError =>
    new CommandError(
      `--compare: got "${called}"; must be similarity=S (0 to 1), verify=${VERIFY_MODES.join('|')}, or both with a comma`,
      EXIT.wrongUsage,
    );
  const given = (name: string): string | undefined => {
    const value = terms.get(name)?.trim();
    terms.delete(name);
    return value === '' ? undefined : value;
  };
  const [similarityText, verifyText] = [given('similarity'), given('verify')];
  const similarity = similarityText === undefined ? undefined : Number(similarityText);
  const verify = VERIFY_MODES.find((mode) => mode === verifyText);
  if (terms.size > 0 || (similarity === undefined && verify === undefined)) throw fault();
  if (similarity !== undefined && !(similarity >= 0 && similarity <= 1)) throw fault();
  if (verifyText !== undefined && verify === undefined) throw fault();
  if (verify !== undefined && !hasLearnedScore(verify) && similarity === undefined) {
    throw new CommandError(
      `--compare: verify=${verify} decides by similarity; give similarity=S, too`,
      EXIT.wrongUsage,
    );
  }
  return { called, similarity, verify };
}
