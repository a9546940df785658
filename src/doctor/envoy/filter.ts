import type { Finding } from '../check';
import type { Need } from '../policy-needs';
import type { ExternalProcessor, StringMatcher } from './dump';
import { isDuplex, needsSettings, ofFilters, ofVariants, type EnvoyCheck } from './look';
import { millisecondsOf, secondsText, someOf } from './values';

/** Envoy's own, where none is set, ms. */
const DEFAULT_MESSAGE_TIMEOUT = 200;
/** What an answer takes to travel and to be scheduled on a busy machine, ms. */
const MARGIN = 50;
/** A cache that hangs holds each call for as long, ms. */
const LONG_TIMEOUT = 5000;

/** How the filter is set besides its modes. */
export const FILTER_CHECKS: readonly EnvoyCheck[] = [
  {
    id: 'envoy-failure-mode',
    severity: 'error',
    title: 'calls go on without the cache when it fails',
    why: 'Otherwise a cache that is down, slow or being replaced answers every call with an error.',
    look: ofVariants(({ settings }) =>
      settings.failure_mode_allow === true
        ? []
        : [{ found: 'failure_mode_allow is not set: calls fail with the cache', change: 'failure_mode_allow: true' }],
    ),
  },
  {
    id: 'envoy-message-timeout',
    severity: 'error',
    title: 'Envoy waits for longer than a lookup may take',
    why: 'When Envoy gives up first, the work of a lookup is lost and its hit is not served.',
    look: needsSettings((facts) =>
      ofVariants((variant) =>
        isDuplex(variant) ? [] : messageTimeout(variant.settings, facts.settings.limits.lookupBudgetMs),
      )(facts),
    ),
  },
  {
    id: 'envoy-max-message-timeout',
    severity: 'warning',
    title: 'Envoy lets the cache wait for identical calls',
    why: 'Where Envoy allows less than limits.max-message-timeout it ignores the wish for more time, and gives up on calls that wait (coalesce).',
    look: needsSettings((facts) =>
      ofFilters(({ base }) => {
        const wanted = facts.settings.limits.maxMessageTimeoutMs;
        const given = millisecondsOf(base.max_message_timeout) ?? 0;
        const timeout = millisecondsOf(base.message_timeout) ?? DEFAULT_MESSAGE_TIMEOUT;
        // A short wait needs no more time.
        if (given >= wanted || timeout >= facts.settings.limits.lookupBudgetMs + wanted) return [];
        const severity = facts.needs.coalesces ? 'warning' : 'info';
        const found = `max_message_timeout is ${given} ms, limits.max-message-timeout is ${wanted} ms`;
        return [
          {
            found,
            severity,
            change: `max_message_timeout: ${secondsText(wanted)}, or limits.max-message-timeout: ${given}ms`,
          },
        ];
      })(facts),
    ),
  },
  {
    id: 'envoy-observability-mode',
    severity: 'error',
    title: 'Envoy heeds what the cache answers',
    why: 'In observability mode Envoy sends copies and ignores answers: nothing is ever served.',
    look: ofFilters(({ base }) =>
      base.observability_mode === true
        ? [{ found: 'observability_mode is true', change: 'leave observability_mode out' }]
        : [],
    ),
  },
  {
    id: 'envoy-immediate-response',
    severity: 'error',
    title: 'the cache may answer calls',
    why: 'A hit is an ImmediateResponse.',
    look: ofFilters(({ base }) =>
      base.disable_immediate_response === true
        ? [{ found: 'disable_immediate_response is true', change: 'leave disable_immediate_response out' }]
        : [],
    ),
  },
  {
    id: 'envoy-mutation-rules',
    severity: 'error',
    title: 'Envoy takes the headers that the cache sets and removes',
    why: 'A hit needs its content-type, and an answer that the upstream compresses, as accept-encoding is not removed, may not be kept.',
    look: ofFilters(({ base }) => mutationRules(base)),
  },
  {
    id: 'envoy-forward-rules',
    severity: 'error',
    title: 'the cache is shown the headers that tell callers apart',
    why: 'Callers whose credentials the cache does not see look alike to it, and would share answers.',
    look: needsSettings((facts) => ofFilters(({ base }) => forwardRules(base, facts.needs.headers))(facts)),
  },
  {
    id: 'envoy-request-attributes',
    severity: 'error',
    title: 'Envoy tells the attributes that policies read',
    why: 'A policy that reads what Envoy does not tell finds nothing, and its calls are not cached.',
    look: needsSettings((facts) =>
      ofFilters(({ base }) =>
        missing(facts.needs.attributes, base.request_attributes).map(({ name, by }) => ({
          found: `${by} needs ${name}, and request_attributes does not have it`,
          change: `request_attributes: [${[...(base.request_attributes ?? []), name].join(', ')}]`,
        })),
      )(facts),
    ),
  },
  {
    id: 'envoy-metadata-namespaces',
    severity: 'error',
    title: 'Envoy forwards the metadata that policies read',
    why: 'A policy that reads metadata that Envoy does not forward finds nothing, and its calls are not cached.',
    look: needsSettings((facts) =>
      ofVariants(({ settings }) => {
        const given = settings.metadata_options?.forwarding_namespaces?.untyped;
        return missing(facts.needs.namespaces, given).map(({ name, by }) => ({
          found: `${by} needs the metadata of ${name}, and metadata_options does not forward it`,
          change: `metadata_options: { forwarding_namespaces: { untyped: [${[...(given ?? []), name].join(', ')}] } }`,
        }));
      })(facts),
    ),
  },
  {
    id: 'envoy-response-attributes',
    severity: 'warning',
    title: "Envoy's own replies can be told from the upstream's",
    why: 'Without response.code_details a reply that Envoy made itself is taken for an answer of the upstream.',
    look: ofFilters(({ base }) =>
      base.response_attributes?.includes('response.code_details') === true
        ? []
        : [
            {
              found: 'response_attributes does not have response.code_details',
              change: `response_attributes: [${[...(base.response_attributes ?? []), 'response.code_details'].join(', ')}]`,
            },
          ],
    ),
  },
];

function messageTimeout({ message_timeout: set }: ExternalProcessor, budget: number): readonly Finding[] {
  const timeout = millisecondsOf(set) ?? DEFAULT_MESSAGE_TIMEOUT;
  const is = set === undefined ? `is not set, so it is ${timeout} ms` : `is ${timeout} ms`;
  const found = `message_timeout ${is}; limits.lookup-budget is ${budget} ms`;
  const change = `message_timeout: ${secondsText(budget + 2 * MARGIN)}, or a smaller limits.lookup-budget`;
  if (timeout <= budget) return [{ found, change }];
  if (timeout < budget + MARGIN)
    return [{ found: `${found}: little is left for a busy machine`, change, severity: 'warning' }];
  if (timeout <= LONG_TIMEOUT) return [];
  return [
    {
      found: `${found}: a cache that hangs holds each call for as long`,
      change: `message_timeout: ${secondsText(budget + 2 * MARGIN)}; for waits there is max_message_timeout`,
      severity: 'warning',
    },
  ];
}

/** Headers that the cache sets or removes. */
const MUTATED = ['accept-encoding', 'content-type', 'cache-status', 'age', 'x-semantic-cache-entry'];

function mutationRules({ mutation_rules: rules }: ExternalProcessor): readonly Finding[] {
  if (rules?.disallow_all === true) {
    return [{ found: 'mutation_rules.disallow_all is true', change: 'leave mutation_rules out, or disallow less' }];
  }
  const regex = rules?.disallow_expression?.regex;
  const refused = regex === undefined ? [] : MUTATED.filter((name) => fully(regex, name));
  if (refused.length === 0) return [];
  return [
    {
      found: `mutation_rules.disallow_expression refuses ${refused.join(', ')}`,
      change: `an expression that does not match ${MUTATED.join(', ')}`,
      severity: refused.some((name) => name === 'content-type' || name === 'accept-encoding') ? 'error' : 'warning',
    },
  ];
}

function forwardRules({ forward_rules: rules }: ExternalProcessor, needed: readonly Need[]): readonly Finding[] {
  const { allowed_headers: allowed, disallowed_headers: disallowed } = rules ?? {};
  const hides = (name: string): boolean => {
    const any = (patterns: readonly StringMatcher[]): boolean => patterns.some((one) => accepts(one, name));
    if (disallowed?.patterns !== undefined && any(disallowed.patterns)) return true;
    return allowed?.patterns !== undefined && allowed.patterns.length > 0 && !any(allowed.patterns);
  };
  const credentials = needed.map(({ name }) => name).filter(hides);
  const basics = BASICS.filter(hides);
  return [
    ...(basics.length === 0
      ? []
      : [
          {
            found: `forward_rules hide ${someOf(basics, 5)}`,
            change: `let forward_rules pass ${BASICS.join(', ')}, or leave them out`,
          },
        ]),
    ...(credentials.length === 0
      ? []
      : [
          {
            found: `forward_rules hide ${someOf(credentials, 8)}, by which callers are told apart`,
            change:
              'let forward_rules pass all of credential-headers and those that policies read, or leave forward_rules out',
          },
        ]),
  ];
}

/** Without these no call is known for what it is. */
const BASICS = [':method', ':path', ':authority', 'content-type', 'cache-control'];

function accepts({ exact, prefix, suffix, contains, safe_regex, ignore_case }: StringMatcher, name: string): boolean {
  const same = (text: string | undefined, test: (text: string) => boolean): boolean =>
    text !== undefined && test(ignore_case === true ? text.toLowerCase() : text);
  return (
    same(exact, (text) => name === text) ||
    same(prefix, (text) => name.startsWith(text)) ||
    same(suffix, (text) => name.endsWith(text)) ||
    same(contains, (text) => name.includes(text)) ||
    (safe_regex !== undefined && fully(safe_regex.regex, name))
  );
}

/** Whether an expression of Envoy's (RE2) is for the whole name; one that is not JavaScript's as well counts as not. */
function fully(regex: string, name: string): boolean {
  try {
    return new RegExp(`^(?:${regex})$`).test(name);
  } catch {
    return false;
  }
}

function missing(needs: readonly Need[], given: readonly string[] = []): readonly Need[] {
  return needs.filter(({ name }) => !given.includes(name));
}
