import { type FSWatcher, watch } from 'node:fs';

/** An editor saves in several steps; reading 30 ms after the first step sees the result. */
const settleMs = 30;

/**
 * Calls `look` when something in a folder changes: soon after the system reports it, and also every `pollMs`, since
 * network drives and some containers' volumes report nothing. Neither keeps the process alive.
 *
 * @param pollMs milliseconds; 0 polls never.
 * @returns a function that ends it.
 */
export function watchFolder(directory: string, pollMs: number, look: () => Promise<void>): () => void {
  let watcher: FSWatcher | undefined;
  let settle: NodeJS.Timeout | undefined;
  const poll = pollMs > 0 ? setInterval(() => void look(), pollMs).unref() : undefined;

  try {
    watcher = watch(directory, { persistent: false }, () => {
      settle ??= setTimeout(() => {
        settle = undefined;
        void look();
      }, settleMs).unref();
    });
    // The folder was removed, or the system has no watches left: polling continues.
    watcher.on('error', () => watcher?.close());
  } catch {
    // The folder does not exist yet, or the system sends no notifications: polling covers it.
  }

  return () => {
    clearInterval(poll);
    clearTimeout(settle);
    watcher?.close();
  };
}
