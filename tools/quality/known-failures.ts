/**
 * Writes what the verifier gets wrong of the adversarial suite into its list of known failures:
 * `node dist/tools/quality/known-failures.js`. A test tells when that is due; read the difference before you keep it.
 */
import { writeGenerated } from '../generated-file';
import { failuresOf, KNOWN_FAILURES } from './adversarial/failures';
import { readAdversarial } from './adversarial/pairs';
import { openDefaultJudges } from './judges';

async function main(): Promise<void> {
  const pairs = readAdversarial('suite');
  const judges = await openDefaultJudges();
  try {
    const failures = await failuresOf(pairs, judges);
    await writeGenerated(KNOWN_FAILURES, JSON.stringify(failures, undefined, 2));
    const kinds = Object.values(failures);
    const falsely = kinds.filter((kind) => kind === 'served-falsely').length;
    console.log(`${pairs.length} pairs: ${falsely} served falsely, ${kinds.length - falsely} refused`);
  } finally {
    await judges.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
