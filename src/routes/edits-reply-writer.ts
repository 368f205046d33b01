import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { EditEvent, EditImageEvent, EditSummary, PictureResult } from '../edits/edit-service-types.ts';
import type { EditVariant } from '../schemas/edits.ts';
import { writeCopy } from './event-stream.ts';
import { type JobWriter, withResolvers } from './job-writer.ts';

/** Marks the place of a picture in the text of the variants. Random: no text of a model can be taken for it. */
const place = `"picture-${randomUUID()}":true`;
const placeKey = place.slice(1, place.indexOf('":'));

/**
 * The JSON reply of generate-edits. It is begun with the first picture and written in document order, each picture as
 * the bytes it came in, never as one string; one that comes before its turn waits, and its `emit` with it.
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
      // One that was made again comes after those that were good at once.
      variants.sort((one, other) => one.variantIndex - other.variantIndex);
      document = new ReplyDocument({ jobId, promptFile, variants: variants.map(withPlaces) });
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
      // Where pictures were sent already, only the client's leaving ends up here.
      document?.stream.destroy();
      reject(error);
    },
  };
}

interface Piece {
  readonly result: PictureResult;
  readonly written: () => void;
}

/** The reply's text, cut at the places of its pictures. */
class ReplyDocument {
  readonly stream = new PassThrough();
  readonly #texts: readonly string[];
  readonly #waiting = new Map<number, Piece>();
  /** The client has disconnected. One listener for all pictures: forty would look like a leak. */
  readonly #left: Promise<void>;
  #next = 0;
  #writing = false;

  constructor(reply: object) {
    this.#texts = JSON.stringify(reply).slice(0, -1).split(place);
    this.stream.write(this.#texts[0] ?? '');
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

function withPlaces(variant: EditVariant): object {
  const instructions = variant.instructions.map((instruction) =>
    instruction.action === 'generateImage' ? { ...instruction, [placeKey]: true } : instruction,
  );
  return { ...variant, instructions };
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
