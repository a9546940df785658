import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeGenerated } from '../generated-file';
import { projectRoot } from '../harness/project-root';
import { keyTables } from '../reference/configuration-keys';
import { withTables } from '../reference/configuration-page';
import { configurationSchema } from './configuration-schema';
import { crd, CRD_NAME } from './crd';
import { decisionSchema } from './decision-schema';
import { onePolicySchema, policySchema } from './policy-schema';

const CHART = join('helm', 'llm-semantic-cache');

/** Writes what is made from the schema of the configuration: `npm run schemas`. Tests tell when that is due. */
async function main(): Promise<void> {
  const note = '# Made by tools/schemas from src/config/schema/policies.ts.\n';
  await writeGenerated(join('deploy', 'schema', 'policy.schema.json'), JSON.stringify(policySchema(), undefined, 2));
  const keys = keyTables();
  await writeGenerated(
    join('deploy', 'schema', 'configuration.schema.json'),
    JSON.stringify(configurationSchema(keys), undefined, 2),
  );
  await writeGenerated(
    join('deploy', 'schema', 'decision.schema.json'),
    JSON.stringify(decisionSchema(), undefined, 2),
  );
  const page = join('docs', 'configuration.md');
  await writeGenerated(page, withTables(readFileSync(join(projectRoot(), page), 'utf8'), keys));
  for (const folder of [join('deploy', 'crd'), join(CHART, 'crds')]) {
    await writeGenerated(join(folder, `${CRD_NAME}.yaml`), `${note}${stringify(crd(), { lineWidth: 0 })}`);
  }
  const values = join(CHART, 'values.schema.json');
  // Written by hand, but for the form of policies.
  const schema = JSON.parse(readFileSync(join(projectRoot(), values), 'utf8')) as object;
  await writeGenerated(values, JSON.stringify({ ...schema, definitions: { policy: onePolicySchema() } }, undefined, 2));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
