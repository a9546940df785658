/** What a policy means, for people. */
export interface PolicyMeaning {
  /** As it shows up in headers, logs and metrics. */
  readonly name: string;
  /** Where it is written: "policies[0]", "openai.xml". */
  readonly at: string;
  /** In plain words: what is matched, similarity, TTL, whose entries. */
  readonly lines: readonly string[];
}
