import type { Readable } from 'node:stream';

/** What a command may use of the operating system's process; src/main.ts gives the real one. */
export interface Process {
  readonly env: NodeJS.ProcessEnv;
  print(line: string): void;
  printError(line: string): void;
  /** Shows how far something has come, in place of what it showed before; only where somebody watches. src/cli/progress.ts draws with it. */
  readonly progress?: (line: string) => void;
  /** Width of the terminal, characters; absent where there is none. */
  readonly columns?: number | undefined;
  /** The terminal that standard output leads to; absent where it leads elsewhere. */
  readonly screen?: Screen | undefined;
  /** Resolves with the name of the signal that asks for a stop; `onReload` hears SIGHUP. */
  stopSignal(onReload: () => void): Promise<string>;
}

/** One whose standard input and output carry data. */
export interface PipedProcess extends Process {
  readonly stdin: Readable;
  /** To standard output, as it is. Resolves when it is written, rejects when nobody reads it any more. */
  write(bytes: Uint8Array): Promise<void>;
}

/** A terminal that a command draws on. */
export interface Screen {
  size(): { readonly columns: number; readonly rows: number };
  /** As it is, control sequences included. */
  draw(text: string): void;
  /** Hears each change of size until `stop` is called. */
  onResize(listener: () => void): { stop(): void };
}
