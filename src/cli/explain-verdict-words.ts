import type { BypassReason, HitReason, MissReason, VerifyReason } from '../core/reason';
import { differenceInWords } from './explain-words';

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

const WORDS: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  hit: new Map(Object.entries(HITS)),
  miss: new Map(Object.entries(MISSES)),
  bypass: new Map(Object.entries(BYPASSES)),
};

/** A server's verdict on a call, in a line; of a reason that only a newer server knows, the word alone. */
export function verdictInWords({ kind, reason }: { readonly kind: string; readonly reason: string }): string {
  const difference = differenceInWords(reason);
  const words =
    difference === undefined ? WORDS[kind]?.get(reason) : `against the nearest stored question: ${difference}`;
  return words === undefined ? `${kind} (${reason})` : `${kind} (${reason}): ${words}`;
}
