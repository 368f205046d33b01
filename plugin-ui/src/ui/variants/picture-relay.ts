import type { EditsImageEvent, EditVariant } from '../../../../src/schemas/edits.ts';
import type { Host } from '../host.ts';
import { fromBase64 } from '../service/base64.ts';
import { fitPicture } from './fit-picture.ts';

/** Passes pictures on to their variants: only once the variant is in place, and exactly one answer for each. */
export interface PictureRelay {
  /** The variant was sent to be applied; its pictures are awaited. */
  expect(variantId: string, variant: EditVariant): void;
  /** The variant stands: what came for it so far, and what comes from now on, may be placed. */
  open(variantId: string): void;
  take(event: EditsImageEvent): Promise<void>;
  /** No more pictures come: the variants still waiting get the reason. */
  close(imageError: string): void;
}

/** Makes a {@link PictureRelay}. */
export function createPictureRelay(host: Host): PictureRelay {
  const idByVariantIndex = new Map<number, string>();
  const awaited = new Map<string, Set<number>>();
  const queued = new Map<string, (() => void)[]>();

  function place(variantId: string, instructionIndex: number, picture: Uint8Array | null, imageError?: string): void {
    const send = (): void =>
      host.send({
        type: 'place-picture',
        variantId,
        instructionIndex,
        picture,
        ...(imageError === undefined ? {} : { imageError }),
      });
    const queue = queued.get(variantId);
    if (queue === undefined) send();
    else queue.push(send);
  }

  return {
    expect(variantId, { variantIndex, instructions }) {
      idByVariantIndex.set(variantIndex, variantId);
      const pictures = instructions.flatMap((instruction, index) => (waitsForPicture(instruction) ? [index] : []));
      awaited.set(variantId, new Set(pictures));
      queued.set(variantId, []);
    },
    open(variantId) {
      const queue = queued.get(variantId) ?? [];
      queued.delete(variantId);
      for (const send of queue) send();
    },
    async take({ variantIndex, instructionIndex, generatedImageBase64, imageError }) {
      const variantId = idByVariantIndex.get(variantIndex);
      // From here on it has its answer, though reading the picture takes a moment: the run may end meanwhile.
      if (variantId === undefined || awaited.get(variantId)?.delete(instructionIndex) !== true) return;
      try {
        const picture =
          generatedImageBase64 === undefined ? null : await fitPicture(await fromBase64(generatedImageBase64));
        place(
          variantId,
          instructionIndex,
          picture,
          picture === null ? (imageError ?? 'No picture was received.') : undefined,
        );
      } catch {
        place(variantId, instructionIndex, null, 'The picture could not be read.');
      }
    },
    close(imageError) {
      for (const [variantId, indexes] of awaited) {
        for (const index of indexes) place(variantId, index, null, imageError);
        indexes.clear();
      }
    },
  };
}

function waitsForPicture(instruction: EditVariant['instructions'][number]): boolean {
  return (
    instruction.action === 'generateImage' &&
    instruction.generatedImageBase64 === undefined &&
    instruction.imageError === undefined
  );
}
