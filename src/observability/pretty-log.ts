import { prettyFactory } from 'pino-pretty';

type Line = Readonly<Record<string, unknown>>;

/** What would move a terminal's cursor, change its colours or hide text: models, for one, are called what a client says. */
// eslint-disable-next-line no-control-regex -- these are what it is about
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g;
const SHOWN_INSTEAD = '\ufffd';

/**
 * Lines of the log for people: one a decision (verdict, reason, policy, model, time, similarity), and of the others all fields. Written
 * at once: on a terminal, which this is for, nothing else is of use.
 *
 * @param write where the lines go
 * @param colours whether to colour them
 */
export function prettyLog(write: (text: string) => void, colours: boolean): { write(line: string): void } {
  const common = { colorize: colours, translateTime: 'SYS:HH:MM:ss.l', ignore: 'event', singleLine: true };
  const whole = prettyFactory(common);
  const decision = prettyFactory({ ...common, hideObject: true });
  return {
    write(line) {
      const read = JSON.parse(line, withoutControls) as Line;
      // Without an object behind it a line is given without its end.
      write(read['event'] === 'decision' ? `${decision({ ...read, msg: decisionText(read) })}\n` : whole(read));
    },
  };
}

function withoutControls(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(CONTROL, SHOWN_INSTEAD) : value;
}

/** The same columns in every line, so that the eye can run down them. */
function decisionText(line: Line): string {
  const { verdict, reason, policy, model, phasesMs, similarity, store, storeReason } = line;
  const { total } = phasesMs as { readonly total?: number };
  const columns = [
    `${text(verdict)} ${text(reason)}`.padEnd(24),
    text(policy).padEnd(12),
    text(model).padEnd(16),
    (total === undefined ? '-' : `${total.toFixed(1)} ms`).padStart(9),
    (typeof similarity === 'number' ? similarity.toFixed(3) : '-').padStart(5),
    store === 'refused' ? `not kept: ${text(storeReason)}` : store === 'stored' ? store : '',
  ];
  return columns.join('  ').trimEnd();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '-';
}
