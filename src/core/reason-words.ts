import type { BypassReason, HitReason, MissReason, StoreRefusal, VerifyReason } from './reason';

const HITS: Readonly<Record<HitReason, string>> = {
  exact: 'the same question, in the same words, is stored',
  semantic: 'a question near enough in meaning is stored, and nothing speaks against it',
  coalesced: 'an identical call is under way; its answer serves this one, too',
};

const MISSES: Readonly<Record<Exclude<MissReason, `verify-${VerifyReason}`>, string>> = {
  'no-entry':
    'nothing that could answer is stored in this partition; host, path, credential, system prompt and parameters part the entries',
  'below-threshold': 'the nearest stored question is not similar enough',
  'verify-second-opinion': 'the verifier takes the nearest stored question for the same, the second model does not',
  'exact-only': 'the policy looks for the very same question only (semantic: false), and it is not stored',
  'no-compared-text': 'the last message has no text to compare, and exactly this call is not stored',
  'window-exceeded': "the text is longer than the model's window; it is matched exactly only",
  'unknown-words': 'the text has words outside the vocabulary of the model; it is matched exactly only',
  'client-no-cache': 'the client wants a fresh answer (Cache-Control: no-cache)',
  'client-max-age': "the entry is older than the client's max-age",
  'client-min-fresh': "the entry expires sooner than the client's min-fresh asks",
  'not-renderable': 'the entry cannot be shown in the form that the call asks for without losing something',
  'budget-spent': 'the lookup takes longer than limits.lookup-budget',
  'embedder-busy': 'more texts wait for the model than embedding.queue allows',
  'embedder-error': "the model fails on this text; the server's log says why",
  'second-opinion-unable': 'the texts are too long for the second model, or have words that it does not know',
  'second-opinion-busy': 'more pairs wait for the second model than verify.queue allows',
  'second-opinion-error': "the second model fails on this pair; the server's log says why",
  'store-error': "the store fails; the server's log says why",
  'store-unavailable': 'the shared store does not answer, and is not asked until it does again',
  'coalesce-released': 'the identical call that it waited for gave no answer that could be shared',
  'shadow-exact': 'the very same question is stored and would be the answer, if the policy did not only look (shadow)',
  'shadow-semantic': 'a question near enough in meaning would be the answer, if the policy did not only look (shadow)',
  check: 'the hit is drawn for a check, so that the upstream answers',
  'threshold-learning':
    'a candidate is near enough by configuration, but not above the threshold that the policy has learned so far',
};

const BYPASSES: Readonly<Record<BypassReason, string>> = {
  'not-a-completion': 'not a completion call in an API that is known; the path tells which it is',
  'no-policy': 'no policy matches, or the one that does has no lookup',
  'policy-invalid': "the pod's annotations are wrong",
  'not-selected': "the policy's conditions lead to no lookup",
  'not-sampled': 'the policy looks up a share of the calls, and this one was not drawn; each try draws anew',
  'policy-stopped': 'a policy before the lookup would have answered',
  'policy-fault': 'a condition or expression of the policy could not be worked out',
  'no-body': 'the call has no body',
  'client-no-store': 'the client wants nothing kept (Cache-Control: no-store)',
  'bad-cache-control': "the client's Cache-Control cannot be read",
  'body-too-large': 'the body is larger than limits.request-body',
  'body-malformed': 'the body is not what the API of this path asks for',
  'body-encoding': 'the content-encoding of the body is unknown, or broken',
  'unsupported-request': 'the call uses a feature whose answers cannot be repeated',
  'too-many-messages': "the conversation is longer than the policy's maxMessageCount",
  'identity-missing': 'the call lacks a value of those that the policy parts callers by (varyBy)',
  'internal-error': 'a fault of the server; its log says which',
};

const REFUSALS: Readonly<Record<StoreRefusal, string>> = {
  'lookup-only': 'the policy has no store',
  'lookup-not-run': 'the lookup of the call did not run, so nothing is kept, as in Azure',
  'not-selected': "the policy's conditions lead to no store",
  'no-duration': 'the time to live comes out as 0',
  'policy-fault': 'a condition or expression of the store could not be worked out',
  'client-only-if-cached': 'the client wanted a stored answer or none, and the upstream was not asked',
  'client-no-store': 'the client wants nothing kept (Cache-Control: no-store)',
  status: 'the status is not 2xx',
  'content-type': 'the response is neither JSON nor server-sent events',
  'response-encoding': 'the content-encoding of the response is unknown, or broken',
  'local-reply': 'Envoy made the reply itself (rate limit, no healthy upstream …)',
  cors: 'the upstream answered a browser with CORS headers of its own, which a hit would lack',
  'response-too-large': 'the response is larger than limits.response-body',
  'capture-full': 'the copies of all answers under way take limits.capture-memory already',
  'cut-short': 'the response ended before the completion was whole',
  aborted: 'the client or the upstream hung up before the response was whole',
  'response-malformed': 'the response is not a completion as the API defines it',
  'error-event': 'the stream carried an error',
  empty: 'there is no choice, or nothing in one',
  'finish-reason': 'the answer ended by length, content filter or error',
  'tool-calls': 'the answer calls tools (store.toolCalls: true keeps such)',
  refusal: 'the model declined to answer (store.refusals: true keeps such)',
  draining: 'the process was stopping',
  'queue-full': 'more answers wait to be written than limits.write-queue or limits.write-queue-bytes allow',
  'store-error': 'the store could not be written',
  'internal-error': 'a fault of the server; its log says which',
};

const DIFFERENCES: Readonly<Record<VerifyReason, string>> = {
  number: 'the numbers differ',
  unit: 'the units differ',
  date: 'the dates or times differ',
  quoted: 'what is quoted differs',
  code: 'code, paths or operators differ',
  negation: 'one of the texts negates what the other does not',
  antonym: 'a word in one text is the opposite of a word in the other',
  entity: 'the texts name different people, places, products or other things',
  'question-word': 'the texts ask for different things, such as who and when',
  'role-swap': 'the same things stand in swapped roles',
  language: 'the texts ask for different languages, or are written in different ones',
  format: 'the texts ask for different forms of the answer',
  scope: 'one of the texts asks for more or less than the other',
  content: 'the texts share a long passage or are not plainly English, and differ in other words',
  'low-score': 'no single difference rules it out, but the texts do not surely ask the same',
  'unknown-language':
    'the verifier does not know the words of this language, and the texts are not alike enough without them',
};

const OTHERS: Readonly<Partial<Record<MissReason, string>>> = {
  'below-threshold': 'the texts are not similar enough',
  'window-exceeded': "a text is longer than the model's window; it is matched exactly only",
  'unknown-words': 'a text has words outside the vocabulary of the model; it is matched exactly only',
};

/** What a reason of docs/reasons.md means for two texts. */
export function refusalInWords(reason: MissReason): string {
  return differenceInWords(reason) ?? OTHERS[reason] ?? reason;
}

/** What the verifier has found; `undefined` for a reason that is none of its. @param reason such as `verify-number` */
function differenceInWords(reason: string): string | undefined {
  return Object.entries(DIFFERENCES).find(([name]) => reason === `verify-${name}`)?.[1];
}

const WORDS: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  hit: new Map(Object.entries(HITS)),
  miss: new Map(Object.entries(MISSES)),
  bypass: new Map(Object.entries(BYPASSES)),
  refused: new Map(Object.entries(REFUSALS)),
};

/** A server's verdict on a call, in a line; of a reason that only a newer server knows, the word alone. */
export function verdictInWords({ kind, reason }: { readonly kind: string; readonly reason: string }): string {
  const words = reasonInWords(kind, reason);
  return words === undefined ? `${kind} (${reason})` : `${kind} (${reason}): ${words}`;
}

/**
 * What docs/reasons.md says of a reason, in short; `undefined` for one that only a newer server knows.
 * @param kind of the verdict, or `refused` for what was not stored
 */
export function reasonInWords(kind: string, reason: string): string | undefined {
  const difference = differenceInWords(reason);
  return difference === undefined ? WORDS[kind]?.get(reason) : `against the nearest stored question: ${difference}`;
}
