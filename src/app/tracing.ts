import { readFileSync } from 'node:fs';
import type { TracingSettings } from '../config/settings';
import { ConfigurationError } from '../core/errors';
import type { SpansLost, Tracing } from '../observability/tracing';

const KEY = 'tracing.headers-file';
/** RFC 9110 5.6.2 and 5.5. */
const LINE = /^([!#$%&'*+.^_`|~\dA-Za-z-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)[ \t]*$/;

/** What opens the way of spans when everything else is ready to start; `undefined`: nobody wants spans. */
export type OpenTracing = (lost: SpansLost) => Promise<Tracing>;

/** @throws ConfigurationError when the file with headers cannot be used */
export function tracingOf(
  { endpoint, headersFile, ...rest }: TracingSettings,
  version: string,
): OpenTracing | undefined {
  if (endpoint === undefined) return undefined;
  const headers = headersFile === undefined ? {} : readTracingHeaders(headersFile);
  return async (lost) => {
    // Loaded here, so that nobody pays for OpenTelemetry who does not use it.
    const { openTracing } = await import('../observability/tracing-otlp.js');
    return openTracing({ endpoint, headers, version, lost, ...rest });
  };
}

/**
 * The headers in the file that `tracing.headers-file` names, a line `name: value` each; lines that are empty or begin with "#" say nothing.
 *
 * @throws ConfigurationError when there is no such file, or for lines that are no header; says their numbers and not what is in them
 */
export function readTracingHeaders(file: string): Record<string, string> {
  const headers: Record<string, string> = {};
  const problems: string[] = [];
  read(file)
    .split(/\r?\n/)
    .forEach((line, index) => {
      if (/^\s*(#|$)/.test(line)) return;
      const [, name, value] = LINE.exec(line) ?? [];
      if (name !== undefined && value !== undefined) headers[name.toLowerCase()] = value;
      else problems.push(`${KEY}: line ${index + 1} of ${file} is no header: write "name: value"`);
    });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return headers;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`${KEY}: ${file} cannot be read: ${(error as Error).message}`]);
  }
}
