/** A failure whose message says what to do; shown on the terminal without a stack. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

/** The person at the terminal, or the system, asked the command to stop. The reason of its abort signal. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** What a shell expects of a command that a signal ended: 128 and the signal's number. */
  readonly exitCode: number;

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
    super(`stopped by ${signal}`);
    this.exitCode = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal];
  }
}
