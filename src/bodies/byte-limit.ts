import { ExporterError } from '../errors.ts';

export interface ByteLimitOptions {
  /** Bytes of request bodies in memory at once. */
  readonly totalBytes: number;
  /** A body up to this size is admitted before bigger ones. 256 KiB: a layer or two must not wait behind 20 MB. */
  readonly smallBytes?: number;
  /**
   * Requests that may wait. Each holds a socket and up to 64 KiB that Node has read of it already, so 1,500 take about
   * 100 MB at most; 1,000 users at once must all get their turn.
   */
  readonly maxWaiting?: number;
}

/** A request's share of the memory limit. */
export interface ByteLease {
  /** What it holds. */
  readonly bytes: number;
  /** Moves `bytes` of it, or what is left, into a lease that is closed separately. */
  split(bytes: number): ByteLease;
  /** Changes the lease to `bytes`. @returns false, without a change, if there is no room for more. */
  resize(bytes: number): boolean;
  /** Returns all remaining bytes. May be called again. */
  close(): void;
}

export interface ByteLimit {
  /**
   * Waits until `bytes` fit.
   *
   * While others wait, one address holds at most half of the limit, or a single body. Big bodies are admitted in their
   * order, so that none waits forever while smaller ones take the room. This is a weighted semaphore.
   *
   * @param bytes at most the whole limit.
   * @param ahead whether it is admitted before big ones; by default small ones are.
   * @throws ExporterError 503 if too many wait already; the signal's reason if it aborts first.
   */
  acquire(bytes: number, address: string, signal: AbortSignal, ahead?: boolean): Promise<ByteLease>;
  readonly totalBytes: number;
  readonly usedBytes: number;
  readonly waiting: number;
  /** How many waiting requests are ahead of a body of this size. */
  waitingBefore(bytes: number): number;
}

interface Waiter {
  readonly bytes: number;
  readonly address: string;
  readonly admit: () => void;
}

/** Makes a {@link ByteLimit}: a weighted semaphore over the bytes of all bodies. */
export function createByteLimit(options: ByteLimitOptions): ByteLimit {
  const { totalBytes, smallBytes = 256 * 1024, maxWaiting = 1500 } = options;
  const small: Waiter[] = [];
  const big: Waiter[] = [];
  const heldBy = new Map<string, number>();
  let usedBytes = 0;

  function take(address: string, bytes: number): void {
    usedBytes += bytes;
    const held = (heldBy.get(address) ?? 0) + bytes;
    if (held === 0) heldBy.delete(address);
    else heldBy.set(address, held);
  }

  class Lease implements ByteLease {
    readonly #address: string;
    bytes: number;

    constructor(address: string, bytes: number) {
      this.#address = address;
      this.bytes = bytes;
    }

    split(part: number): ByteLease {
      const moved = Math.min(part, this.bytes);
      this.bytes -= moved;
      return new Lease(this.#address, moved);
    }

    resize(to: number): boolean {
      if (to <= this.bytes) this.#release(this.bytes - to);
      else if (usedBytes + to - this.bytes > totalBytes) return false;
      else {
        take(this.#address, to - this.bytes);
        this.bytes = to;
      }
      return true;
    }

    close(): void {
      this.#release(this.bytes);
    }

    #release(part: number): void {
      if (part === 0) return;
      this.bytes -= part;
      take(this.#address, -part);
      admitWaiting();
    }
  }

  function isOverHalf({ address, bytes }: Waiter): boolean {
    const held = heldBy.get(address) ?? 0;
    return held > 0 && held + bytes > totalBytes / 2;
  }

  /** Index of the next waiter to admit: the first, unless its address holds its half and another address waits. */
  function next(line: readonly Waiter[]): number {
    const index = line.findIndex((waiter) => !isOverHalf(waiter));
    if (index !== -1) return index;
    const [first] = line;
    const alone = first !== undefined && [...small, ...big].every(({ address }) => address === first.address);
    return alone ? 0 : -1;
  }

  /** @returns whether the line waits for room. */
  function admitFrom(line: Waiter[]): boolean {
    for (let index = next(line); index !== -1; index = next(line)) {
      const waiter = line[index] as Waiter;
      if (usedBytes + waiter.bytes > totalBytes) return true;
      line.splice(index, 1);
      waiter.admit();
    }
    return false;
  }

  function admitWaiting(): void {
    // A waiter that goes first may be larger than those behind it, which must not take its room.
    if (small.length > 0 && admitFrom(small)) return;
    if (big.length > 0) admitFrom(big);
  }

  return {
    totalBytes,
    get usedBytes() {
      return usedBytes;
    },
    get waiting() {
      return small.length + big.length;
    },
    waitingBefore: (bytes) => small.length + (bytes <= smallBytes ? 0 : big.length),
    acquire(bytes, address, signal, ahead = bytes <= smallBytes) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        if (small.length + big.length >= maxWaiting) {
          const message = 'Too many requests are waiting: please try again shortly';
          reject(new ExporterError('EXPORTER_BUSY', message, { retryAfterSeconds: 10 }));
          return;
        }
        const line = ahead ? small : big;
        const leave = (): void => {
          line.splice(line.indexOf(waiter), 1);
          reject(signal.reason);
          admitWaiting();
        };
        const waiter: Waiter = {
          bytes,
          address,
          admit() {
            signal.removeEventListener('abort', leave);
            take(address, bytes);
            resolve(new Lease(address, bytes));
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        line.push(waiter);
        admitWaiting();
      });
    },
  };
}
