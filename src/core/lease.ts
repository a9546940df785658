/** What one process at a time may do. Losing it without notice must be harmless: it spares work, it guards nothing. */
export interface Lease {
  /** Takes it, or renews it if it is ours. False: another process has it. */
  hold(): Promise<boolean>;
  /** Lets the next one have it at once. */
  release(): Promise<void>;
}
