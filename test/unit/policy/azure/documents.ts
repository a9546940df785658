import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RequestHead } from '../../../../src/core/exchange';
import { compileAzure, type AzureSet } from '../../../../src/policy/azure/compile';
import type { PolicyCall } from '../../../../src/policy/call';
import type { Caller } from '../../../../src/policy/caller/caller';
import type { PolicyMeaning } from '../../../../src/policy/meaning';
import type { CompiledPolicy } from '../../../../src/policy/policy-set';
import { noFindings, type Findings } from '../../../../src/policy/problems';
import type { Step } from '../../../../src/policy/program';
import type { AzurePolicies, PolicyDocument, PolicySources } from '../../../../src/policy/sources';
import { headOf, NOBODY } from '../../../support/heads';

const ROOT = path.join(process.cwd(), 'test/fixtures/policies/azure');

/** The texts of a folder of fixtures by their names without ".xml". */
export function fixtures(folder: 'examples' | 'fragments'): ReadonlyMap<string, PolicyDocument> {
  const files = readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith('.xml'));
  return new Map(
    files.sort().map((file) => {
      const text = readFileSync(path.join(ROOT, folder, file), 'utf8');
      return [file.replace(/\.xml$/, ''), { file: folder === 'fragments' ? `fragments/${file}` : file, text }];
    }),
  );
}

export function fixtureText(name: string): string {
  return readFileSync(path.join(ROOT, name), 'utf8');
}

export const NO_POLICIES: AzurePolicies = {
  global: undefined,
  products: {},
  apis: {},
  operations: {},
  fragments: {},
  namedValues: {},
  embeddingsBackends: {},
  strict: false,
  alone: undefined,
  defaults: {
    share: undefined,
    toolCalls: false,
    maxBytes: undefined,
    ttlJitter: 0,
    verify: 'standard',
    bound: undefined,
    candidates: 5,
    coalesceMs: 0,
    directives: { allowed: [], maxAgeAtLeast: 0, minFreshAtMost: undefined },
    shadow: false,
    dialect: 'by-path',
    cachedTokens: false,
    paceMs: 0,
    refusals: false,
  },
};

/** What the examples refer to. */
export const NAMED_VALUES = {
  'tenant-header': 'x-tenant',
  partition: '@(context.Subscription.Id)',
  'cache-seconds': '90',
  threshold: '0.04',
  embeddings: 'e',
  'directory-key': 'hunter2-secret',
};

export const NO_SOURCES: Pick<PolicySources, 'apis' | 'callers'> = {
  apis: [],
  callers: { subscriptionFrom: [], userFrom: [], productFrom: [], subscriptions: [], products: [], users: [] },
};

interface Compiled extends Findings {
  readonly set: AzureSet;
  readonly meanings: readonly PolicyMeaning[];
}

export function compile(change: Partial<AzurePolicies>, sources = NO_SOURCES, random = () => 0.5): Compiled {
  const findings = noFindings();
  const context = { credentialHeaders: ['authorization'], random, findings };
  const set = compileAzure({ ...NO_POLICIES, ...change }, sources, context);
  return { set, meanings: set.meanings, ...findings };
}

/** A document for every call, named p.xml. */
export function compileText(text: string, change: Partial<AzurePolicies> = {}): Compiled {
  return compile({ global: { file: 'p.xml', text }, ...change });
}

export function headWith(headers: Record<string, string> = {}): RequestHead {
  return headOf({ authority: 'h', header: headers });
}

export function callOf(): PolicyCall {
  return {
    head: headWith(),
    caller: NOBODY,
    receivedAt: 0,
    requestBody: undefined,
    response: undefined,
    variables: new Map(),
    hidden: new Map(),
  };
}

export function policyFor({ set }: Compiled, caller: Partial<Caller> = {}): CompiledPolicy | undefined {
  return set.find(headWith(), () => ({ ...NOBODY, ...caller }));
}

/** The steps of a program, a line each, those of branches indented. */
export function outline(steps: readonly Step[], indent = ''): readonly string[] {
  return steps.flatMap((step) => lines(step, indent));
}

function lines(step: Step, indent: string): readonly string[] {
  switch (step.kind) {
    case 'lookup': {
      const { minSimilarity, ignoreSystemMessages, maxMessageCount } = step.lookup;
      const flags = `${ignoreSystemMessages ? ' without-system' : ''}${maxMessageCount === undefined ? '' : ` max ${maxMessageCount}`}`;
      return [`${indent}lookup ${minSimilarity}${flags} by [${step.identity.source}]${needs(step.identity.reads)}`];
    }
    case 'store':
      return [`${indent}store ${step.store.source}${needs(step.store.reads)}`];
    case 'set-variable':
      return [`${indent}set ${step.name} = ${step.value.source}${needs(step.value.reads)}`];
    case 'hide':
      return [`${indent}hide ${step.hides.join(', ')} (${step.what})`];
    case 'choose':
      return [
        ...step.whens.flatMap(({ condition, steps }) => [
          `${indent}when ${condition.source}${needs(condition.reads)}`,
          ...outline(steps, `${indent}  `),
        ]),
        `${indent}otherwise`,
        ...outline(step.otherwise, `${indent}  `),
      ];
    case 'sample':
    case 'stop':
      return [`${indent}${step.kind}`];
  }
}

function needs({ requestBody, responseBody }: { requestBody: boolean; responseBody: boolean }): string {
  return `${requestBody ? ' <request body' : ''}${responseBody ? ' <response body' : ''}`;
}

const fragment = (name: string, content: string): PolicyDocument => ({
  file: `${name}.xml`,
  text: `<fragment>\n  ${content}\n</fragment>\n`,
});

/** What the broken documents refer to. */
export const BROKEN_FRAGMENTS = {
  lookup: fragment('lookup', '<llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e" />'),
  'with-base': fragment('with-base', '<base />'),
  'ring-a': fragment('ring-a', '<include-fragment fragment-id="ring-b" />'),
  'ring-b': fragment('ring-b', '<include-fragment fragment-id="ring-a" />'),
  'bad-lookup': fragment('bad-lookup', '<llm-semantic-cache-lookup embeddings-backend-id="e" />'),
};
