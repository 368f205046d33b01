/** What {@link startRounds} needs. */
export type RoundsDeps = {
  /** One round. Looks at `stopped` between its steps. */
  work(stopped: () => boolean): Promise<void>;
  /** Called for the first of several failures in a row. The next round retries. */
  onFailure(reason: string): void;
  /** Pause between two rounds, ms. */
  everyMs: number;
};

/** Repeats the work, one round at a time, starting now. Its timer does not keep the process alive. */
export function startRounds({ work, onFailure, everyMs }: RoundsDeps): { stop(): void } {
  let stopped = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;

  async function round(): Promise<void> {
    try {
      await work(() => stopped);
      failing = false;
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      // Database messages quote values: only the code is reported.
      if (!failing && !stopped) onFailure(code ?? message ?? 'unknown');
      failing = true;
    }
    if (!stopped) timer = setTimeout(() => void round(), everyMs).unref();
  }

  void round();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
