import { fetchPrometheus } from '../../tools/fetch/prometheus';
import { runCommand, type Output } from '../../tools/harness/command';

/** Runs promtool to its end. */
export async function promtool(args: readonly string[], input = ''): Promise<Output> {
  return runCommand((await fetchPrometheus()).promtool, args, { input });
}

/** A selector of series in an expression: the metric's name, and the labels that it asks about. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** Of an expression that Prometheus can parse and that names its metrics outright. */
export function selectorsOf(expression: string): readonly Selector[] {
  const text = withoutGroupings(expression);
  return [...text.matchAll(/\b([a-zA-Z_:][\w:]*)\s*(?:\{([^}]*)\}|(?=\[|\)|\s|$|,))/g)]
    .filter(([whole, name = '']) => whole.includes('{') || /^(llm_|job|nodejs_|ALERTS)/.test(name))
    .map(([, metric = '', matchers = '']) => ({
      metric,
      labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label),
    }));
}

/** The labels of `by (…)`, `on (…)` and the like. */
export function groupingsOf(expression: string): readonly string[] {
  return [...expression.matchAll(GROUPING)].flatMap(([, labels = '']) => labels.match(/\w+/g) ?? []);
}

const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;

/** Strings stay: they are in matchers only. */
function withoutGroupings(expression: string): string {
  return expression.replaceAll(GROUPING, ' ');
}
