import { type BigIntStats, constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';

/** State of a file in the prompt folder. */
export type PromptFileState =
  | { readonly kind: 'text'; readonly text: string }
  /** Exists, but cannot be served: too large, empty, not UTF-8, not readable. */
  | { readonly kind: 'unusable'; readonly reason: string }
  /** Missing, or not a regular file: a folder, a link, a pipe. */
  | { readonly kind: 'absent' };

/** Changes when the file changes; undefined if it is not a regular file. */
export async function fingerprintFile(directory: string, filename: string): Promise<string | undefined> {
  try {
    const stats = await lstat(join(directory, filename), { bigint: true });
    return stats.isFile() ? fingerprint(stats) : undefined;
  } catch {
    return undefined;
  }
}

function fingerprint({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

/**
 * Reads a prompt. `O_NOFOLLOW` refuses a link that replaced the file since it was listed, `O_NONBLOCK` keeps a
 * pipe from holding the reader, and of a file that is too large no byte is read.
 *
 * @param maxBytes a longer file is unusable.
 */
export async function readPromptFile(directory: string, filename: string, maxBytes: number): Promise<PromptFileState> {
  let handle;
  try {
    handle = await open(join(directory, filename), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENXIO' || code === 'EISDIR') return { kind: 'absent' };
    return { kind: 'unusable', reason: `cannot be read (${code})` };
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return { kind: 'absent' };
    if (stats.size > maxBytes) return { kind: 'unusable', reason: `is larger than ${maxBytes} bytes` };
    // Reading one byte more detects a file that grows while it is read: half of a text is none.
    const buffer = Buffer.alloc(stats.size + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length !== stats.size) return { kind: 'unusable', reason: 'changed while it was read' };
    return decode(buffer.subarray(0, length));
  } catch (error) {
    return { kind: 'unusable', reason: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  } finally {
    await handle.close();
  }
}

function decode(bytes: Buffer): PromptFileState {
  try {
    // TextDecoder drops the byte order mark that some editors write.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() === '') return { kind: 'unusable', reason: 'is empty' };
    return text.includes('\0') ? { kind: 'unusable', reason: 'is not a text file' } : { kind: 'text', text };
  } catch {
    return { kind: 'unusable', reason: 'is not UTF-8' };
  }
}
