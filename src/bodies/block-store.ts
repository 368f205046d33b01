import type { ByteString } from '../images/byte-string.ts';

export interface BlockStoreOptions {
  /** Bytes of a block. 128 KiB: a picture of 100 KiB lies in one or two, so a call is sent in few pieces. */
  readonly blockBytes?: number;
  /** Bytes of blocks that may lie idle; more are left to the collector. 16 MiB: three standard jobs. */
  readonly maxIdleBytes?: number;
}

/** Takes the chunks of one body. */
export interface BlockWriter {
  /** Copies a chunk into blocks and gives the copy, in one piece or two, to `push`. */
  write(chunk: Buffer, push: (copy: Buffer) => void): void;
  /** The body was read, or given up: its blocks return but for those in which `kept` lie. */
  close(kept: readonly ByteString[]): void;
}

/**
 * Buffers for bodies, used again. Node gives every chunk a buffer of its own, which the collector finds only some time
 * after its picture has served: at full load that is 60 MB of memory for nothing and page faults that cost 5 ms a job.
 * Copied into blocks a body costs half a millisecond, and each block returns with the last picture in it.
 */
export interface BlockStore {
  open(): BlockWriter;
  /**
   * Returns the blocks of a picture that nobody will read any more: no call that holds it will be begun or go on. What is
   * in doubt is not given back, and the collector takes the block. A picture in no block is none of its business.
   */
  release(picture: ByteString): void;
  /**
   * Keeps the block of a piece that is on its way into a socket, whoever releases its picture meanwhile: a provider may
   * answer before it has read the whole call, and the rest would then be sent out of another picture's bytes.
   *
   * @returns what to call once the socket has let go of the piece; undefined where it lies in no block.
   */
  hold(piece: Buffer): (() => void) | undefined;
  readonly idleBytes: number;
}

interface Holder {
  readonly block: Buffer;
  count: number;
}

export function createBlockStore(options: BlockStoreOptions = {}): BlockStore {
  const { blockBytes = 128 * 1024, maxIdleBytes = 16 * 1024 * 1024 } = options;
  const idle: Buffer[] = [];
  /** What lies in a block or leaves from it: pictures, the body itself while it is read, pieces being sent. */
  const holders = new WeakMap<ArrayBufferLike, Holder>();

  function take(): Buffer {
    const block = idle.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
    holders.set(block.buffer, { block, count: 1 });
    return block;
  }

  function letGo(holder: Holder | undefined): void {
    if (holder === undefined || holder.count === 0) return;
    holder.count -= 1;
    if (holder.count > 0) return;
    holders.delete(holder.block.buffer);
    if ((idle.length + 1) * blockBytes <= maxIdleBytes) idle.push(holder.block);
  }

  return {
    get idleBytes() {
      return idle.length * blockBytes;
    },
    open() {
      const blocks: Buffer[] = [];
      let used = blockBytes;
      return {
        write(chunk, push) {
          for (let start = 0; start < chunk.length; ) {
            if (used === blockBytes) {
              blocks.push(take());
              used = 0;
            }
            const block = blocks.at(-1) as Buffer;
            const length = Math.min(chunk.length - start, blockBytes - used);
            chunk.copy(block, used, start, start + length);
            push(block.subarray(used, used + length));
            used += length;
            start += length;
          }
        },
        close(kept) {
          for (const picture of kept) {
            for (const buffer of buffersOf(picture)) {
              const holder = holders.get(buffer);
              if (holder !== undefined) holder.count += 1;
            }
          }
          for (const block of blocks.splice(0)) letGo(holders.get(block.buffer));
        },
      };
    },
    release(picture) {
      for (const buffer of buffersOf(picture)) letGo(holders.get(buffer));
    },
    hold(piece) {
      const holder = holders.get(piece.buffer);
      if (holder === undefined) return undefined;
      holder.count += 1;
      return () => letGo(holder);
    },
  };
}

function buffersOf(picture: ByteString): ReadonlySet<ArrayBufferLike> {
  return new Set(picture.views.map((view) => view.buffer));
}
