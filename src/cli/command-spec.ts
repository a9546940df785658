/** What the usage page puts together. */
export const GROUPS = {
  serve: 'Serve',
  look: 'Look at what runs',
  change: 'Change what is stored',
  judge: 'Judge texts and policies before they are in force',
  try: 'Set up',
} as const;
export type Group = keyof typeof GROUPS;

export interface FlagSpec {
  /** What stands for its value, such as FILE, which completion then offers; absent: a switch. */
  readonly value?: string;
  /** In a sentence or a few words, without a full stop at the end. */
  readonly meaning: string;
  /** May be given more than once. */
  readonly repeatable?: true;
  /** The only values there are. */
  readonly choices?: readonly string[];
}

/** By name without dashes. */
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** What a command takes besides flags. */
export interface ArgumentSpec {
  /** What stands for it, such as FILE. */
  readonly value: string;
  readonly meaning: string;
  readonly count: 'one' | 'many';
  readonly choices?: readonly string[];
}

export interface Example {
  /** What it does. */
  readonly comment: string;
  /** What follows "llm-semantic-cache ", as a shell takes it. */
  readonly line: string;
}

/** All that is known of a command before it runs. Help, completion, docs/cli.md and the parsing of its arguments are made from this. */
export interface CommandSpec {
  /** One word, or two such as "policy check". */
  readonly name: string;
  readonly group: Group;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What follows the name, a line for each form. */
  readonly usage: readonly string[];
  /** Paragraphs. */
  readonly meaning: readonly string[];
  readonly argument?: ArgumentSpec;
  readonly flags: FlagSpecs;
  /** At least one. */
  readonly examples: readonly Example[];
  /** What exit statuses mean for this command, where that is more than src/cli/exit-status.ts says. */
  readonly exits?: Readonly<Partial<Record<0 | 1 | 2, string>>>;
  /** Page of docs/ that says more. */
  readonly more?: string;
}
