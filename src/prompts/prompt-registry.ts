import { readdir } from 'node:fs/promises';
import { isPromptFileName, type PromptSummary } from '../schemas/prompts.ts';
import { builtInPromptText } from './built-in-prompt.ts';
import { fingerprintFile, readPromptFile } from './prompt-file.ts';
import { compareSummaries, summarize } from './prompt-name.ts';
import { watchFolder } from './watch-folder.ts';

export interface PromptRegistryOptions {
  /** The folder; nothing outside it is ever opened, and no folder in it. */
  readonly directory: string;
  /** File name of the prompt used if a request names none. */
  readonly defaultFile: string;
  /** A longer file is not served. Bytes, default 65,536: a prompt of 10,000 words. */
  readonly maxBytes?: number;
  /**
   * How long a request waits for the folder: a hanging network drive must not block it, since the last text is in
   * memory. Milliseconds, default 250.
   */
  readonly freshMs?: number;
  /** Polling interval in case the system reports no changes. Milliseconds, default 2,000; 0: never. */
  readonly pollMs?: number;
  readonly log?: PromptRegistryLog;
}

/** A pino logger fits. */
export interface PromptRegistryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Prompt {
  readonly filename: string;
  readonly text: string;
}

/** A prompt of the library, and a warning if it is not the requested one. */
export interface ResolvedPrompt extends Prompt {
  readonly warning: string | undefined;
}

export interface PromptRegistry {
  /** The library for a menu, the default first, then by name. From memory: no file is touched. */
  list(): PromptSummary[];
  /** The text as last read, from memory, or undefined if the library does not contain the prompt. */
  get(filename: string): Prompt | undefined;
  /**
   * The prompt for a request: the named one, else the default. Reads the folder first, for `freshMs` at most, so
   * that a very recent edit counts.
   */
  resolve(filename: string | undefined): Promise<ResolvedPrompt>;
  /** Looks at the folder as it is now and waits for it, for `freshMs` at most. Calls at the same time share looks. */
  refresh(): Promise<void>;
  /** Stops watching. */
  close(): void;
}

/** A longer menu is not usable; the default and the first files by name are taken. */
const MOST_FILES = 200;
/**
 * A file changed this short a time before it was read may change again with the same size and time stamp (kernels
 * stamp in steps of 4 to 10 ms, some file systems in whole seconds), so that it is read once more at the next look.
 */
const youngMs = 2_000;

/** The service's built-in prompt, for a folder without a default. */
const BUILT_IN_FILE = 'default.txt';

interface Entry {
  readonly fingerprint: string;
  readonly text: string;
  readonly readAtMs: number;
}

/**
 * The prompt library: the regular `.txt` files directly in a folder, held in memory and followed as they come, change
 * and go. A file that is temporarily unusable (emptied by an editor, not yet valid UTF-8) keeps its
 * last good text. The folder is read once before this returns; a missing folder means an empty library.
 */
export async function createPromptRegistry(options: PromptRegistryOptions): Promise<PromptRegistry> {
  const { directory, defaultFile, maxBytes = 65_536, freshMs = 250, pollMs = 2_000, log } = options;
  let entries = new Map<string, Entry>();
  const complaints = new Map<string, string>();
  let current: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  /** Reports a file's problem once, and again only if the problem changes. */
  function complain(filename: string, reason: string): void {
    if (complaints.get(filename) === reason) return;
    complaints.set(filename, reason);
    log?.warn({ event: 'prompts.unusable', promptFile: filename, reason }, `prompt file ${reason}`);
  }

  async function look(): Promise<void> {
    const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
      complain('.', `folder cannot be read (${error.code})`);
      return undefined;
    });
    if (names === undefined) return; // A folder that is away for a moment takes no prompt with it.
    complaints.delete('.');
    const found = new Map<string, Entry>();
    const filenames = names.filter(isPromptFileName).toSorted(defaultFirst).slice(0, MOST_FILES);
    for (const filename of filenames) {
      const entry = await lookAt(filename);
      if (entry !== undefined) found.set(filename, entry);
    }
    const changed = [...found].filter(([filename, entry]) => entries.get(filename)?.text !== entry.text);
    const removed = [...entries.keys()].filter((filename) => !found.has(filename));
    entries = found;
    if (changed.length + removed.length > 0) {
      const names = changed.map(([filename]) => filename);
      log?.info({ event: 'prompts.changed', changed: names, removed }, 'prompt library changed');
    }
    if (!entries.has(defaultFile)) complain(defaultFile, 'is missing: another default is used');
  }

  function defaultFirst(a: string, b: string): number {
    return Number(b === defaultFile) - Number(a === defaultFile) || (a < b ? -1 : 1);
  }

  async function lookAt(filename: string): Promise<Entry | undefined> {
    const known = entries.get(filename);
    const fingerprint = await fingerprintFile(directory, filename);
    if (fingerprint === undefined) return undefined;
    if (known?.fingerprint === fingerprint && !isYoung(fingerprint, known.readAtMs)) return known;
    const readAtMs = Date.now();
    const state = await readPromptFile(directory, filename, maxBytes);
    if (state.kind === 'absent') return undefined;
    if (state.kind === 'unusable') {
      complain(filename, state.reason);
      return known;
    }
    complaints.delete(filename);
    return { fingerprint, text: state.text, readAtMs };
  }

  /** Looks at the folder as it is now: a look under way may have passed a file already, so that one more follows it. */
  function lookOnce(): Promise<void> {
    if (current === undefined) {
      current = look()
        .catch((error: Error) => complain('.', `folder cannot be watched (${error.message})`))
        .finally(() => (current = undefined));
      return current;
    }
    following ??= current.then(() => {
      following = undefined;
      return lookOnce();
    });
    return following;
  }

  function get(filename: string): Prompt | undefined {
    const entry = entries.get(filename);
    if (entry !== undefined) return { filename, text: entry.text };
    return filename === defaultName() && filename === BUILT_IN_FILE ? { filename, text: builtInPromptText } : undefined;
  }

  function defaultName(): string {
    return entries.has(defaultFile) ? defaultFile : BUILT_IN_FILE;
  }

  async function refresh(): Promise<void> {
    await Promise.race([lookOnce(), waitUnreferenced(freshMs)]);
  }

  await lookOnce();
  const stopWatching = watchFolder(directory, pollMs, lookOnce);

  return {
    list() {
      const standard = defaultName();
      const filenames = new Set([standard, ...entries.keys()]);
      return [...filenames].map((filename) => summarize(filename, filename === standard)).toSorted(compareSummaries);
    },
    get,
    async resolve(filename) {
      await refresh();
      const wanted = filename === undefined ? undefined : get(filename);
      if (wanted !== undefined) return { ...wanted, warning: undefined };
      const standard = get(defaultName()) ?? { filename: BUILT_IN_FILE, text: builtInPromptText };
      const warning =
        filename === undefined ? undefined : `Prompt ${filename} was not found; ${standard.filename} was used.`;
      return { ...standard, warning };
    },
    refresh,
    close: stopWatching,
  };
}

function isYoung(fingerprint: string, readAtMs: number): boolean {
  const changedAtMs = Number(BigInt(fingerprint.slice(fingerprint.lastIndexOf(':') + 1)) / 1_000_000n);
  return readAtMs - changedAtMs < youngMs;
}

function waitUnreferenced(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
