import type { Finding } from '../check';
import type { ExternalProcessor, ProcessingMode } from './dump';
import { bodyMode, headerMode, isDuplex, ofVariants, type EnvoyCheck } from './look';
import type { Variant } from './placements';

/** What Envoy shows of a call: docs/decisions/0002-body-modes.md, and 0018 for paced replays. */
export const MODE_CHECKS: readonly EnvoyCheck[] = [
  {
    id: 'envoy-header-modes',
    severity: 'error',
    title: 'the cache is shown request and response headers',
    why: 'By the request headers the cache decides whether it is asked at all, by those of the response whether an answer is kept.',
    look: ofVariants(({ settings: { processing_mode: mode } }) => [
      ...(headerMode(mode?.request_header_mode) === 'SEND' ? [] : [skipped('request_header_mode')]),
      ...(headerMode(mode?.response_header_mode) === 'SEND' ? [] : [skipped('response_header_mode')]),
    ]),
  },
  {
    id: 'envoy-request-body-mode',
    severity: 'error',
    title: 'request bodies stay with Envoy until the cache asks for one',
    why: 'BUFFERED refuses large prompts (413), and STREAMED lets the call reach the upstream before the cache has decided.',
    look: ofVariants(({ settings }) => requestBody(bodyMode(settings.processing_mode?.request_body_mode))),
  },
  {
    id: 'envoy-response-body-mode',
    severity: 'error',
    title: 'response bodies stream by, and can be copied',
    why: 'The cache keeps what it sees of an answer; an answer that is buffered reaches the client only when it is whole.',
    look: ofVariants((variant) => responseBody(variant)),
  },
  {
    id: 'envoy-mode-override',
    severity: 'error',
    title: 'the cache may ask for bodies',
    why: 'With the body mode NONE a mode_override of the cache is the only way to a body; Envoy ignores it in silence where it is not allowed.',
    look: ofVariants((variant) => override(variant)),
  },
  {
    id: 'envoy-trailer-modes',
    severity: 'info',
    title: 'trailers are not sent to the cache needlessly',
    why: 'The cache does nothing with trailers; each costs a message.',
    look: ofVariants((variant) => trailers(variant)),
  },
];

function skipped(key: string): Finding {
  return { found: `processing_mode.${key} is SKIP`, change: `processing_mode: { ${key}: SEND }` };
}

function requestBody(mode: string): readonly Finding[] {
  const change = 'processing_mode: { request_body_mode: NONE } and allow_mode_override: true';
  const found = `processing_mode.request_body_mode is ${mode}`;
  if (mode === 'NONE' || mode === 'FULL_DUPLEX_STREAMED') return [];
  // It works, but each body comes here, and upstreams get chunked requests.
  if (mode === 'BUFFERED_PARTIAL') return [{ found, change, severity: 'warning' }];
  return [{ found, change }];
}

function responseBody(variant: Variant): readonly Finding[] {
  const { settings } = variant;
  const mode = bodyMode(settings.processing_mode?.response_body_mode);
  const found = `processing_mode.response_body_mode is ${mode}`;
  const streamed = 'processing_mode: { response_body_mode: STREAMED }';
  if (mode === 'STREAMED') return [];
  if (isDuplex(variant)) {
    return [
      { found: `${found} beside a request body mode of FULL_DUPLEX_STREAMED: no answer is kept`, change: streamed },
    ];
  }
  const change = 'processing_mode: { response_body_mode: NONE } and allow_mode_override: true';
  if (mode !== 'NONE') return [{ found, change }];
  // Where requests are not overridden either it is one fault, and told by envoy-mode-override.
  if (ignoresOverrides(settings) === undefined || !showsRequestBodies(settings)) return [];
  return [{ found: `${found} and cannot be overridden: no answer is kept`, change: 'allow_mode_override: true' }];
}

/** Whether the request body is there without an override. */
function showsRequestBodies({ processing_mode: mode }: ExternalProcessor): boolean {
  return bodyMode(mode?.request_body_mode) !== 'NONE';
}

function override(variant: Variant): readonly Finding[] {
  const { settings } = variant;
  if (isDuplex(variant) || showsRequestBodies(settings)) return [];
  const why = ignoresOverrides(settings);
  if (why !== undefined) return [why];
  const { allowed_override_modes: allowed = [] } = settings;
  const missing = WANTED.filter((wanted) => allowed.length > 0 && !allowed.some((one) => matches(one, wanted)));
  return missing.map(({ request_body_mode: request, response_body_mode: response }) => ({
    found: `allowed_override_modes has no mode with request_body_mode ${request ?? ''} and response_body_mode ${response ?? ''}`,
    change: 'leave allowed_override_modes out; allow_mode_override: true is enough',
  }));
}

/** Which overrides the cache asks for. */
const WANTED: readonly ProcessingMode[] = [
  { request_body_mode: 'BUFFERED_PARTIAL', response_body_mode: 'NONE' },
  { request_body_mode: 'BUFFERED_PARTIAL', response_body_mode: 'STREAMED' },
];

function matches(one: ProcessingMode, wanted: ProcessingMode): boolean {
  return (
    bodyMode(one.request_body_mode) === wanted.request_body_mode &&
    bodyMode(one.response_body_mode) === wanted.response_body_mode
  );
}

function ignoresOverrides(settings: ExternalProcessor): Finding | undefined {
  if (settings.allow_mode_override !== true) {
    return {
      found: 'allow_mode_override is not set: the cache never sees a body',
      change: 'allow_mode_override: true',
    };
  }
  if (settings.send_body_without_waiting_for_header_response === true) {
    return {
      found: 'send_body_without_waiting_for_header_response is set, and overrides are ignored with it',
      change: 'leave send_body_without_waiting_for_header_response out',
    };
  }
  return undefined;
}

function trailers(variant: Variant): readonly Finding[] {
  const { processing_mode: mode } = variant.settings;
  const sent = [
    ...(mode?.request_trailer_mode === 'SEND' && !isDuplex(variant) ? ['request_trailer_mode'] : []),
    ...(mode?.response_trailer_mode === 'SEND' ? ['response_trailer_mode'] : []),
  ];
  return sent.map((key) => ({ found: `processing_mode.${key} is SEND`, change: `processing_mode: { ${key}: SKIP }` }));
}
