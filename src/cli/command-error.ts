/** Why a command cannot do what it was asked to, in a line for the user. */
export class CommandError extends Error {
  constructor(
    message: string,
    /** The exit status: 1 failed, 2 wrong usage. */
    readonly status: 1 | 2,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
