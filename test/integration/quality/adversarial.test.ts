import { failuresOf, readKnownFailures, type Failures } from '../../../tools/quality/adversarial/failures';
import { readAdversarial } from '../../../tools/quality/adversarial/pairs';
import { openDefaultJudges } from '../../../tools/quality/judges';

const MADE = 'made anew by: node dist/tools/quality/known-failures.js';

const pairs = readAdversarial('suite');

/** The failures that `others` has not, with the texts: what somebody has to look at. */
function without(failures: Failures, others: Failures): readonly object[] {
  return Object.entries(failures)
    .filter(([id, failure]) => others[id] !== failure)
    .map(([id, failure]) => ({ id, failure, ...textsOf(id) }));
}

function textsOf(id: string): object {
  const pair = pairs.find((one) => one.id === id);
  return pair === undefined ? { unknown: 'no pair of the suite has this id' } : { a: pair.a, b: pair.b };
}

describe(`the adversarial suite, judged as a lookup does (known failures ${MADE})`, () => {
  const known = readKnownFailures();
  let failures: Failures;

  beforeAll(async () => {
    const judges = await openDefaultJudges();
    try {
      failures = await failuresOf(pairs, judges);
    } finally {
      await judges.close();
    }
  });

  it('has no failure that is not known', () => {
    expect(without(failures, known)).toEqual([]);
  });

  it('has every known failure still; take others off the list', () => {
    expect(without(known, failures)).toEqual([]);
  });
});
