import type { ByteText } from '../schemas/image.ts';
import type { ByteString } from './byte-string.ts';
import { type Image, type ImageInspection, type ImageType, inspectImage } from './inspect-image.ts';

/**
 * A picture in base64, as the bytes it arrived in, with a reference count. It carries its buffers and its share of the
 * memory limit: the last `release` returns both. Code that keeps a picture beyond the current call retains it first and
 * releases it once; several owners may share one picture.
 *
 * Reading the bytes of a released picture throws, since its buffers may already hold another one.
 */
export class Picture implements ByteText {
  #text: ByteString | undefined;
  #inspection: ImageInspection | undefined;
  readonly #free: (() => void) | undefined;
  #owners = 1;

  /**
   * The maker is the first owner.
   *
   * @param text base64, bare or as a data: URL; not checked yet, see {@link fault}.
   * @param free returns the memory; called once, by the last release.
   */
  constructor(text: ByteString, free?: () => void) {
    this.#text = text;
    this.#free = free;
  }

  /** @throws Error if the picture was released by its last owner. */
  retain(): this {
    this.#held();
    this.#owners += 1;
    return this;
  }

  /** @throws Error if it is called more often than there are owners. */
  release(): void {
    this.#held();
    this.#owners -= 1;
    if (this.#owners > 0) return;
    this.#text = undefined;
    this.#inspection = undefined;
    this.#free?.();
  }

  /** The text as it was sent, a `data:` prefix included. */
  get views(): readonly Buffer[] {
    return this.#held().views;
  }

  get byteLength(): number {
    return this.#held().byteLength;
  }

  /** Why this is not a picture, or undefined if it is one. Checked once, at the first question. */
  get fault(): string | undefined {
    const inspection = this.#inspect();
    return 'fault' in inspection ? inspection.fault : undefined;
  }

  get type(): ImageType {
    return this.#checked().type;
  }

  /** The base64 text without `data:...;base64,`. */
  get base64(): ByteString {
    return this.#checked().base64;
  }

  /** Equal for equal base64, different for different base64 (apart from chance). */
  get fingerprint(): string {
    return this.#checked().fingerprint;
  }

  /** Bytes of the decoded picture. */
  get decodedBytes(): number {
    return this.#checked().decodedBytes;
  }

  #held(): ByteString {
    if (this.#text === undefined) throw new Error('the picture was released');
    return this.#text;
  }

  #inspect(): ImageInspection {
    this.#inspection ??= inspectImage(this.#held());
    return this.#inspection;
  }

  #checked(): Image {
    const inspection = this.#inspect();
    if ('fault' in inspection) throw new TypeError(`not a picture: it ${inspection.fault}`);
    return inspection.image;
  }
}

/**
 * The picture in a checked request's field, or undefined if the field is missing or empty.
 *
 * @throws TypeError if the schema has not checked the field: a programming error.
 */
export function pictureOf(value: ByteText | undefined): Picture | undefined {
  if (value === undefined) return undefined;
  if (!(value instanceof Picture)) throw new TypeError('an image field that no schema has checked');
  return value.byteLength === 0 ? undefined : value;
}
