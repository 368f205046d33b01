import { ExporterError } from '../errors.ts';
import type { ByteString } from '../images/byte-string.ts';
import { Picture } from '../images/picture.ts';
import type { BlockStore, BlockWriter } from './block-store.ts';
import type { ByteLease } from './byte-limit.ts';

/**
 * The memory of one body, a request's or an answer's: a share of the memory limit, and the buffers it is read into.
 * Each of its pictures takes over its part of both, and returns it with its last release.
 */
export class BodyMemory {
  readonly #lease: ByteLease;
  readonly #blocks: BlockWriter | undefined;
  readonly #pictures: Picture[] = [];

  /** @param blocks where the bytes are copied to; without it they stay in the socket's chunks. */
  constructor(lease: ByteLease, blocks?: BlockStore) {
    this.#lease = lease;
    this.#blocks = blocks?.open();
  }

  /**
   * Makes room for a body whose length was not known.
   *
   * @param bytes of the body so far.
   * @throws ExporterError 503 if the memory limit has no room left for them.
   */
  reserve(bytes: number): void {
    if (bytes <= this.#lease.bytes || this.#lease.resize(bytes)) return;
    throw new ExporterError('EXPORTER_BUSY', 'Not enough free memory for this picture');
  }

  /** Gives the chunk, or its copy in blocks, to `push`. */
  write(chunk: Buffer, push: (part: Buffer) => void): void {
    if (this.#blocks === undefined) push(chunk);
    else this.#blocks.write(chunk, push);
  }

  /**
   * Makes a picture of bytes that were written. This memory owns it until `release`; code that needs it longer retains
   * it.
   */
  keep(bytes: ByteString): Picture {
    const share = this.#lease.split(bytes.byteLength);
    const releaseBlocks = this.#blocks?.retain(bytes);
    const picture = new Picture(bytes, () => {
      releaseBlocks?.();
      share.close();
    });
    this.#pictures.push(picture);
    return picture;
  }

  /** The whole body was read: buffers without a picture return to the pool. */
  endOfBody(): void {
    this.#blocks?.close();
  }

  /** Releases the pictures, and all buffers with no retained picture in them. May be called again. */
  readonly release = (): void => {
    this.endOfBody();
    for (const picture of this.#pictures.splice(0)) picture.release();
  };

  /** Releases everything, the share of the memory limit included. May be called again. */
  readonly close = (): void => {
    this.release();
    this.#lease.close();
  };
}
