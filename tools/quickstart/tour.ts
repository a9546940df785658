/** Calls to this host fall under a policy whose entries live for this long only. */
export const SHORT_LIVED_HOST = 'short-lived.example';
export const SHORT_LIFE_MS = 2000;

/** One call of the tour and what is expected of it. */
export interface TourRow {
  readonly question: string;
  /** What is special about the call, for the reader. */
  readonly note?: string;
  readonly stream?: 'with usage' | 'without usage';
  readonly system?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Before the call: wait until the sweeper has removed the entry that the row before stored. */
  readonly afterSweep?: true;
  readonly expected: Expected;
}

export interface Expected {
  readonly verdict: 'hit' | 'miss' | 'bypass';
  /** As in Cache-Status' `detail`; docs/reasons.md explains each. */
  readonly reason: string;
  /** How the answer arrives. */
  readonly form: 'json' | 'sse';
}

const DARK_MODE = 'How do I turn on dark mode in the app?';
const DARK_MODE_PARAPHRASE = 'How can I switch on dark mode in the app?';
const REFUND = 'What is the refund policy for orders older than 30 days?';
const REFUND_PARAPHRASE = 'What refund policy applies to orders that are older than 30 days?';
const LUNCH = 'What is for lunch today?';

const NO_ENTRY = { verdict: 'miss', reason: 'no-entry', form: 'json' } as const;

/** The tour, in order. A miss is expected to be stored, a hit not to reach the upstream; every other call reaches it. */
export const TOUR: readonly TourRow[] = [
  { question: DARK_MODE, expected: NO_ENTRY },
  { question: DARK_MODE, note: 'again', expected: { verdict: 'hit', reason: 'exact', form: 'json' } },
  { question: DARK_MODE_PARAPHRASE, expected: { verdict: 'hit', reason: 'semantic', form: 'json' } },
  {
    question: DARK_MODE_PARAPHRASE,
    note: 'as a stream',
    stream: 'without usage',
    expected: { verdict: 'hit', reason: 'semantic', form: 'sse' },
  },
  {
    question: REFUND,
    note: 'as a stream',
    stream: 'with usage',
    // There are entries by now, of another subject.
    expected: { verdict: 'miss', reason: 'below-threshold', form: 'sse' },
  },
  { question: REFUND_PARAPHRASE, expected: { verdict: 'hit', reason: 'semantic', form: 'json' } },
  {
    question: 'How do I turn off dark mode in the app?',
    note: 'the opposite',
    expected: { verdict: 'miss', reason: 'verify-antonym', form: 'json' },
  },
  {
    question: 'What is the refund policy for orders older than 60 days?',
    note: 'another number',
    expected: { verdict: 'miss', reason: 'verify-number', form: 'json' },
  },
  { question: DARK_MODE, note: 'another tenant', headers: { 'x-tenant': 'globex' }, expected: NO_ENTRY },
  { question: DARK_MODE, note: 'another system prompt', system: 'Answer like a pirate.', expected: NO_ENTRY },
  {
    question: DARK_MODE,
    note: 'Cache-Control: no-store',
    headers: { 'cache-control': 'no-store' },
    expected: { verdict: 'bypass', reason: 'client-no-store', form: 'json' },
  },
  { question: LUNCH, note: 'kept for 2 s', headers: { host: SHORT_LIVED_HOST }, expected: NO_ENTRY },
  {
    question: LUNCH,
    note: 'expired and swept',
    headers: { host: SHORT_LIVED_HOST },
    afterSweep: true,
    expected: NO_ENTRY,
  },
];
