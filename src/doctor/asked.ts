import type { Check, Group } from './check';

/** What an address that the operator named gave. */
export interface AskedFacts {
  /** Why it gave nothing of use; `undefined`: it did. */
  readonly problem: string | undefined;
}

function answers(
  id: string,
  texts: Pick<Check<AskedFacts>, 'title' | 'why'> & { readonly change: string },
): Check<AskedFacts> {
  const { change, ...same } = texts;
  return {
    id,
    severity: 'error',
    ...same,
    look: ({ problem }) => (problem === undefined ? [] : [{ found: problem, change }]),
  };
}

/** The admin address of the cache, where --admin names it. */
export const SERVER_ANSWERS: Group<AskedFacts> = {
  name: 'server',
  checks: [
    answers('server-answers', {
      title: 'the server answers at its admin address',
      why: 'Of a server that does not answer nothing is known.',
      change: 'start it, or correct --admin',
    }),
  ],
};

/** The admin address of Envoy, which --envoy names. */
export const ENVOY_ANSWERS: Group<AskedFacts> = {
  name: 'envoy',
  checks: [
    answers('envoy-admin', {
      title: 'Envoy answers at its admin address',
      why: 'Of an Envoy that does not answer nothing is known.',
      change:
        '--envoy: the URL of its admin address (admin.address of its bootstrap; Istio: 127.0.0.1:15000, Envoy Gateway: 127.0.0.1:19000, by a port-forward)',
    }),
  ],
};

/** A completion URL through Envoy, which --through names. */
export const THROUGH: Group<AskedFacts> = {
  name: 'through',
  checks: [
    answers('through-answers', {
      title: 'the cache answers through Envoy',
      why: 'That is the whole way that a call goes.',
      change: 'see what is wrong above; --through: the URL of completions as clients call it',
    }),
  ],
};
