import { join } from 'node:path';
import { writeGenerated } from '../generated-file';
import { cliPage } from './page';

/** Writes docs/cli.md from the table of commands: `node dist/tools/cli-reference/main.js`. A test tells when that is due. */
writeGenerated(join('docs', 'cli.md'), cliPage()).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
