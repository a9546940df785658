import { at, type Check, type Finding, type Group } from './check';

/** A file that the configuration names. */
export interface NamedFile {
  /** Such as "admin.token-file". */
  readonly key: string;
  readonly path: string;
  /** Why it cannot be used; `undefined`: it can. */
  readonly problem: string | undefined;
  /** Of a certificate, when it ends, ms. */
  readonly validTo?: number;
}

/** What is known of a configuration without starting anything. */
export interface ConfigurationFacts {
  /** The file, or how it is called that there is none. */
  readonly from: string;
  /** Why it is refused; none: it is valid. */
  readonly problems: readonly string[];
  /** Of what is below nothing is known when it is refused. */
  readonly valid:
    | {
        readonly warnings: readonly string[];
        /** Names of the policies in force, in order. */
        readonly policies: readonly string[];
        /** The pod's annotations say that nothing is to be cached. */
        readonly disabled: boolean;
        readonly annotationProblems: readonly string[];
        readonly files: readonly NamedFile[];
      }
    | undefined;
  /** ms */
  readonly now: number;
}

type Valid = NonNullable<ConfigurationFacts['valid']>;

const DAY_MS = 86_400_000;
/** Within these days a certificate is to be renewed. */
const RENEW_DAYS = 14;

const CHECKS: readonly Check<ConfigurationFacts>[] = [
  {
    id: 'configuration-valid',
    severity: 'error',
    title: 'the configuration is valid',
    why: 'A wrong configuration refuses the start; while the service runs the old one stays in force.',
    look: at(({ problems, from }) =>
      problems.map((problem) => ({
        found: problem,
        change: `correct it in ${from}; docs/configuration.md has every key`,
      })),
    ),
  },
  {
    id: 'configuration-warnings',
    severity: 'warning',
    title: 'nothing in it looks unintended',
    why: 'It is allowed, and probably not meant.',
    look: ofValid(({ warnings }) =>
      warnings.map((warning) => ({ found: warning, change: 'see the key in docs/configuration.md' })),
    ),
  },
  {
    id: 'configuration-policies',
    severity: 'error',
    title: 'policies are in force',
    why: 'Without a policy nothing is looked up or stored.',
    look: ofValid(({ policies, disabled, annotationProblems }) => {
      if (policies.length > 0 || annotationProblems.length > 0) return [];
      return disabled
        ? [
            {
              found: "the pod's annotations switch the cache off",
              change: 'take llm-semantic-cache.io/enabled: "false" away if that is not meant',
              severity: 'info',
            },
          ]
        : [{ found: 'no policy is in force', change: 'add one under policies: docs/policies.md' }];
    }),
  },
  {
    id: 'configuration-annotations',
    severity: 'error',
    title: "the pod's annotations can be read and are valid",
    why: 'Wrong annotations are never applied: until they are right, nothing is cached for the pod.',
    look: ofValid(({ annotationProblems }) =>
      annotationProblems.map((problem) => ({ found: problem, change: 'correct the annotation: docs/annotations.md' })),
    ),
  },
  {
    id: 'configuration-files',
    severity: 'error',
    title: 'files with credentials and certificates can be read',
    why: 'A start is refused over a file that cannot be read.',
    look: ofValid(({ files }) =>
      files.flatMap(({ key, path, problem }) =>
        problem === undefined
          ? []
          : [
              {
                found: `${key}: ${path} ${problem}`,
                change: 'give the user of the service the right to read it, or correct the path',
              },
            ],
      ),
    ),
  },
  {
    id: 'configuration-certificates',
    severity: 'warning',
    title: 'certificates are valid for two weeks or more',
    why: 'With an expired certificate no connection comes about, and calls go uncached.',
    look: at((facts) => ofValid(({ files }) => files.flatMap((file) => ending(file, facts.now)))(facts)),
  },
];

export const CONFIGURATION_GROUP: Group<ConfigurationFacts> = { name: 'configuration', checks: CHECKS };

function ofValid(look: (valid: Valid) => readonly Finding[]): Check<ConfigurationFacts>['look'] {
  return ({ valid }) => (valid === undefined ? { because: 'the configuration is not valid' } : look(valid));
}

function ending({ key, path, validTo }: NamedFile, now: number): readonly Finding[] {
  if (validTo === undefined || validTo - now > RENEW_DAYS * DAY_MS) return [];
  const change = 'renew it; the service takes a new one over while it runs';
  const day = new Date(validTo).toISOString().slice(0, 10);
  if (validTo <= now) return [{ found: `${key}: ${path} has expired (${day})`, change, severity: 'error' }];
  return [{ found: `${key}: ${path} is valid until ${day} only`, change }];
}
