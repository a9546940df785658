import { formatSize } from '../../core/units';

/** A protobuf Duration in JSON ("0.250s") in ms; `undefined`: none is given. */
export function millisecondsOf(duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const seconds = Number(/^(-?\d+(?:\.\d+)?)s$/.exec(duration)?.[1]);
  return Number.isNaN(seconds) ? undefined : Math.round(seconds * 1000);
}

/** 1048576 as "1048576 (1MiB)". */
export function bytesText(bytes: number): string {
  return `${bytes} (${formatSize(bytes)})`;
}

/** Envoy's Duration of so many milliseconds, for YAML. */
export function secondsText(ms: number): string {
  return `${ms / 1000}s`;
}

/** "a, b and 3 more" */
export function someOf(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
