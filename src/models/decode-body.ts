import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };

/** An encoded answer on its way. */
export interface BodyDecoder {
  push(chunk: Buffer): void;
  /** All was pushed: `onEnd` follows. */
  end(): void;
  destroy(): void;
}

/** What comes of an encoded answer: its bytes and its end, or an error, after which nothing follows. */
export interface DecodedBody {
  /** What it throws is the error. */
  readonly onData: (chunk: Buffer) => void;
  readonly onEnd: () => void;
  readonly onError: (error: Error) => void;
}

/**
 * Decodes an answer as it arrives (RFC 9110, section 8.4). Calls ask for no encoding, but some proxies compress all the
 * same.
 *
 * @param encoding the header `content-encoding`
 * @returns undefined if there is nothing to decode
 * @throws Error for an encoding that is not known, or for several
 */
export function createBodyDecoder(
  encoding: string | string[] | undefined,
  { onData, onEnd, onError }: DecodedBody,
): BodyDecoder | undefined {
  const name = String(encoding ?? '')
    .trim()
    .toLowerCase();
  if (name === '' || name === 'identity') return undefined;
  if (!Object.hasOwn(decoders, name)) throw new Error(`the answer has the encoding "${name.slice(0, 40)}"`);
  const stream = decoders[name as keyof typeof decoders]();
  stream.on('end', onEnd).on('error', onError);
  stream.on('data', (chunk: Buffer) => {
    try {
      onData(chunk);
    } catch (error) {
      stream.destroy(error as Error);
    }
  });
  return {
    push: (chunk) => void stream.write(chunk),
    end: () => void stream.end(),
    destroy: () => void stream.destroy(),
  };
}
