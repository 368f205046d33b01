/** What {@link startRounds} needs. */
export type RoundsDeps = {
  /** One round. Looks at `stopped` between its steps. */
  work(stopped: () => boolean): Promise<void>;
  /** Called for the first of several failures in a row. What failed is the next round's work. */
  onFailure(reason: string): void;
  /** Pause between two rounds, ms. */
  everyMs: number;
};

/** Does the work now and again and again, one round at a time, without keeping the process alive for it. */
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
      // The database's own messages quote values: its code alone is told.
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
