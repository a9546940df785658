import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import { projectRoot } from '../harness/project-root';
import { crd, CRD_NAME } from './crd';
import { policySchema } from './policy-schema';

/** Writes what is made from the schema of policies: `node dist/tools/schemas/main.js`. A test tells when that is due. */
async function main(): Promise<void> {
  const note = '# Made by tools/schemas from src/config/schema/policies.ts.\n';
  await write(join('deploy', 'schema', 'policy.schema.json'), JSON.stringify(policySchema(), undefined, 2));
  await write(join('deploy', 'crd', `${CRD_NAME}.yaml`), `${note}${stringify(crd(), { lineWidth: 0 })}`);
}

async function write(path: string, text: string): Promise<void> {
  const file = join(projectRoot(), path);
  mkdirSync(dirname(file), { recursive: true });
  const style = await resolveConfig(file);
  writeFileSync(file, await format(text, { ...style, filepath: file }));
  console.log(`written: ${path}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
