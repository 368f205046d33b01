import { PassThrough } from 'node:stream';
import type { EditEvent, EditImageEvent, EditSummary, PictureResult } from '../edits/edit-service-types.ts';
import type { EditVariant } from '../schemas/edits.ts';
import { writeCopy } from './event-stream.ts';
import { type JobWriter, withResolvers } from './job-writer.ts';

/**
 * The JSON reply of generate-edits. It is begun with the first picture and written in document order, each picture as
 * the bytes it came in, never as one string; one that comes before its turn waits, as does its `emit`.
 *
 * Nothing is sent before the variants are ready, so that a job without any still gets its error status.
 */
export function createEditsReplyWriter(jobId: string): JobWriter<EditEvent, EditSummary> {
  const variants: EditVariant[] = [];
  const { promise, resolve, reject } = withResolvers<PassThrough>();
  let document: ReplyDocument | undefined;
  let promptFile = '';

  function begun(): ReplyDocument {
    if (document === undefined) {
      // A variant that needed a second call comes after those that were good at once.
      variants.sort((one, other) => one.variantIndex - other.variantIndex);
      document = new ReplyDocument([...textsAroundPictures({ jobId, promptFile }, variants)]);
      resolve(document.stream);
    }
    return document;
  }

  return {
    contentType: 'application/json; charset=utf-8',
    reply: promise,
    async emit(event) {
      if (event.type === 'job') promptFile = event.promptFile;
      else if (event.type === 'variant') variants.push(event.variant);
      else await begun().add(indexOfPicture(variants, event), event.result);
    },
    done: ({ warnings }) => begun().end(warnings),
    failed(error) {
      // Once pictures were sent, only a disconnect of the client can fail.
      document?.stream.destroy();
      reject(error);
    },
  };
}

interface Piece {
  readonly result: PictureResult;
  readonly written: () => void;
}

/** The reply while it is sent: its texts, with a picture after each but the last. */
class ReplyDocument {
  readonly stream = new PassThrough();
  readonly #texts: readonly string[];
  readonly #waiting = new Map<number, Piece>();
  /** The client has disconnected. One listener for all pictures: forty would look like a leak. */
  readonly #left: Promise<void>;
  #next = 0;
  #writing = false;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
    this.stream.write(texts[0] ?? '');
    this.#left = new Promise((resolve) => this.stream.once('close', resolve)).then(() => {
      for (const { result } of this.#waiting.values()) release(result);
      this.#waiting.clear();
    });
  }

  /** Resolves once the picture at that place was written and the client has room for more, or has left. */
  add(index: number, result: PictureResult): Promise<void> {
    if (this.stream.destroyed) return this.#left;
    if ('picture' in result) result.picture.retain();
    const sent = new Promise<void>((written) => this.#waiting.set(index, { result, written }));
    void this.#write();
    return Promise.race([sent, this.#left]);
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    for (let piece = this.#take(); piece !== undefined; piece = this.#take()) {
      await writePicture(this.stream, piece.result);
      release(piece.result);
      this.#next += 1;
      await writeCopy(this.stream, Buffer.from(this.#texts[this.#next] ?? ''));
      piece.written();
    }
    this.#writing = false;
  }

  #take(): Piece | undefined {
    const piece = this.#waiting.get(this.#next);
    this.#waiting.delete(this.#next);
    return piece;
  }

  end(warnings: readonly string[]): void {
    this.stream.end(warnings.length === 0 ? '}' : `,"warnings":${JSON.stringify(warnings)}}`);
  }
}

function release(result: PictureResult): void {
  if ('picture' in result) result.picture.release();
}

async function writePicture(stream: PassThrough, result: PictureResult): Promise<void> {
  if (!('picture' in result)) {
    stream.write(`"imageError":${JSON.stringify(result.imageError)}`);
    return;
  }
  stream.write('"generatedImageBase64":"');
  for (const view of result.picture.base64.views) await writeCopy(stream, view);
  stream.write('"');
}

/** The text of the reply in pieces: a picture, or why it failed, belongs after each but the last. */
function* textsAroundPictures(head: object, variants: readonly EditVariant[]): Generator<string> {
  let text = `${JSON.stringify(head).slice(0, -1)},"variants":[`;
  for (const [index, { instructions, ...variant }] of variants.entries()) {
    text += `${index === 0 ? '' : ','}${JSON.stringify(variant).slice(0, -1)},"instructions":[`;
    for (const [place, instruction] of instructions.entries()) {
      text += (place === 0 ? '' : ',') + JSON.stringify(instruction);
      if (instruction.action !== 'generateImage') continue;
      yield `${text.slice(0, -1)},`;
      text = '}';
    }
    text += ']}';
  }
  yield `${text}]`;
}

/** Which of the pictures, in the order of the document, an event is about. */
function indexOfPicture(variants: readonly EditVariant[], event: EditImageEvent): number {
  let index = 0;
  for (const { variantIndex, instructions } of variants) {
    for (const [instructionIndex, instruction] of instructions.entries()) {
      if (instruction.action !== 'generateImage') continue;
      if (variantIndex === event.variantIndex && instructionIndex === event.instructionIndex) return index;
      index += 1;
    }
  }
  throw new Error('a picture that no variant requested');
}
