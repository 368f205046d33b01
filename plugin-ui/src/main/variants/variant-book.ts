import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type {
  ApplyVariantMessage,
  MainMessage,
  PlacePictureMessage,
  PrepareForEditsMessage,
  Settings,
} from '../../messages.ts';
import { isLayer } from '../apply-names.ts';
import { cutNote } from '../cut-note.ts';
import { explain, exportPicture, FRAME_EDGE, NAMING_EDGE } from '../export-picture.ts';
import type { FigmaApi } from '../figma-api.ts';
import { findFrame, isSourceFrame, type SourceFrame } from '../find-frame.ts';
import { readIdentity } from '../identity.ts';
import { readSelection } from '../read-selection.ts';
import { asUndoStep, asWaitingUndoStep } from '../undo-step.ts';
import { cloneFrame, containerOf, pageOf, readModes } from './clone-frame.ts';
import { findFreePlace } from './free-place.ts';
import { createLayerIds } from './layer-ids.ts';
import { applyInstructions, prepareVariant, type Run } from './make-variant.ts';
import { placePicture } from './place-picture.ts';
import { readFrame } from './read-frame.ts';
import { createSectionRoom } from './section-room.ts';
import { useOnFrame } from './use-variant.ts';
import type { Variant } from './variant.ts';

const LONGEST_NAME = 255;

interface Deps {
  figma: FigmaApi;
  post: (message: MainMessage) => void;
  settings: () => Settings;
}

/** The variants made since the plugin was opened. */
export function createVariantBook({ figma, post, settings }: Deps) {
  const runs = new Map<string, Run>();
  const variants = new Map<string, Variant>();
  const room = createSectionRoom();

  async function nodeOf(id: string | undefined): Promise<SceneNode | null> {
    const node = id === undefined ? null : await figma.getNodeByIdAsync(id);
    return node === null || node.removed || !isLayer(node) ? null : node;
  }

  async function frameOf(run: Run | undefined): Promise<SourceFrame> {
    const frame = await nodeOf(run === undefined ? undefined : run.frameId);
    if (frame === null || !isSourceFrame(frame)) throw new Error('The frame was deleted.');
    return frame;
  }

  async function prepare({ runId, frameId }: PrepareForEditsMessage): Promise<void> {
    const refuse = (message: string): void =>
      post({ type: 'problem', inReplyTo: 'prepare-for-edits', runId, code: 'noFrame', message });
    const chosen = frameId === undefined ? null : await nodeOf(frameId);
    if (frameId !== undefined && chosen === null) return refuse('The frame was deleted.');
    const { frame, problem } = findFrame(chosen === null ? readSelection(figma) : [chosen]);
    if (frame === null) return refuse(problem);
    const { id, width, height } = frame;
    const frameName = frame.name.trim().slice(0, LONGEST_NAME) || 'Frame';
    const ids = createLayerIds();
    const { layers, layersLeftOut, tokens } = await readFrame(figma, frame, ids);
    if (frame.removed) return refuse('The frame was deleted.');
    runs.set(runId, { frameId: id, ids, tokens });
    const { picture } = await exportPicture(figma, id, FRAME_EDGE);
    const { userEmail, userId } = readIdentity(figma, settings().email);
    const sizes = { frameWidth: width, frameHeight: height };
    const read = { framePicture: picture, layers, layersLeftOut, tokens: tokens.list };
    post({ type: 'edits-prepared', runId, userEmail, userId, frameId: id, frameName, ...sizes, ...read });
  }

  async function apply(message: ApplyVariantMessage): Promise<void> {
    const { variantId } = message;
    try {
      post({ type: 'variant-applied', variantId, ...(await make(message)) });
    } catch (error) {
      post({ type: 'variant-failed', variantId, message: explain(error) });
      return;
    }
    // Drawing it may take seconds: what the designer does next does not wait for it.
    void showPicture(variantId);
  }

  async function make({ runId, variantId, theme, instructions, replaces }: ApplyVariantMessage) {
    const run = runs.get(runId);
    const frame = await frameOf(run);
    const replaced = replaces === undefined ? undefined : variants.get(replaces);
    const old = await nodeOf(replaced === undefined ? undefined : replaced.cloneId);
    const prepared = await prepareVariant(figma, frame, run as Run, instructions);
    const modes = await readModes(figma, frame);
    const page = pageOf(frame);
    if (page !== null) await page.loadAsync();
    // From here on only calls that Figma offers as async wait, so that the variant is one step of undo.
    if (frame.removed) throw new Error('The frame was deleted.');
    const container = containerOf(frame);
    const box = frame.absoluteBoundingBox;
    if (container === null || box === null) throw new Error('The frame is not on a page.');
    const variant: Variant = { run: run as Run, instructions, cloneId: '', waiting: new Map(), images: new Map() };
    const made = await asWaitingUndoStep(figma, async () => {
      const oldBox = old === null || old.removed ? null : old.absoluteBoundingBox;
      const place = oldBox === null ? findFreePlace(container, box) : oldBox;
      const name = nameVariant(frame.name, theme);
      const clone = cloneFrame(frame, container, place, name, modes);
      try {
        const onWaiting = (index: number, node: SceneNode): void => void variant.waiting.set(index, node.id);
        const report = await applyInstructions(figma, clone, variant.run, prepared, instructions, onWaiting);
        const done = { frameId: clone.id, frameName: clone.name, report };
        room.growFor(container, clone);
        if (old !== null && !old.removed) old.remove();
        room.shrink(container);
        variants.set(variantId, { ...variant, cloneId: done.frameId });
        return done;
      } catch (error) {
        removeUnfinished(clone, error);
        room.shrink(container);
        throw error;
      }
    });
    if (replaces !== undefined && variants.delete(replaces)) post({ type: 'variant-discarded', variantId: replaces });
    return { ...made, missingFonts: prepared.fonts.missing };
  }

  async function takePicture(message: PlacePictureMessage): Promise<void> {
    const { variantId, instructionIndex } = message;
    const outcome = await placePicture(figma, variants.get(variantId), message, nodeOf);
    post({ type: 'picture-placed', variantId, report: { index: instructionIndex, ...outcome } });
    if (outcome.outcome === 'applied') void showPicture(variantId);
  }

  /** Shows the UI how the variant looks by now. */
  async function showPicture(variantId: string): Promise<void> {
    const variant = variants.get(variantId);
    if (variant === undefined) return;
    const { picture } = await exportPicture(figma, variant.cloneId, NAMING_EDGE);
    post({ type: 'variant-picture', variantId, picture });
  }

  function removeClone(clone: SceneNode): void {
    const container = containerOf(clone);
    clone.remove();
    room.shrink(container);
  }

  async function discard(variantId: string): Promise<void> {
    const variant = variants.get(variantId);
    const clone = await nodeOf(variant === undefined ? undefined : variant.cloneId);
    if (clone !== null) asUndoStep(figma, () => removeClone(clone));
    variants.delete(variantId);
    post({ type: 'variant-discarded', variantId });
  }

  /** Carries a variant's instructions out on its frame, with the pictures that came, and removes the clone. */
  async function use(variantId: string): Promise<void> {
    const variant = variants.get(variantId);
    const refuse = (code: 'noSuchLayer' | 'failed', message: string): void =>
      post({ type: 'problem', inReplyTo: 'use-variant', code, message });
    if (variant === undefined) return refuse('noSuchLayer', 'The variant was discarded.');
    const { run, instructions } = variant;
    const frame = await nodeOf(run.frameId);
    if (frame === null || !isSourceFrame(frame)) return refuse('noSuchLayer', 'The frame was deleted.');
    const clone = await nodeOf(variant.cloneId);
    const prepared = await prepareVariant(figma, frame, run, instructions);
    if (frame.removed) return refuse('noSuchLayer', 'The frame was deleted.');
    const report = await useOnFrame(figma, frame, variant, prepared, () => {
      if (clone !== null && !clone.removed) removeClone(clone);
    });
    variants.delete(variantId);
    const isLeft = clone !== null && !clone.removed;
    const message = 'The frame was changed. Figma did not remove the variant beside it: delete it.';
    post({ type: 'variant-used', variantId, frameId: run.frameId, report, ...(isLeft && { message }) });
    if (isLeft) figma.notify(cutNote(message), { error: true });
  }

  function find(variantId: string): Promise<SceneNode | null> {
    const variant = variants.get(variantId);
    return nodeOf(variant === undefined ? undefined : variant.cloneId);
  }

  return { prepare, apply, placePicture: takePicture, discard, use, find };
}

/** A long name is cut, not the theme: it distinguishes the variants. */
function nameVariant(frameName: string, theme: string): string {
  const ending = ` - ${theme}`.slice(0, LONGEST_NAME);
  return `${frameName.slice(0, LONGEST_NAME - ending.length)}${ending}`;
}

/** @throws Error that says what was left, if Figma does not remove it */
function removeUnfinished(clone: SceneNode, cause: unknown): void {
  try {
    if (!clone.removed) clone.remove();
  } catch {
    throw new Error(`${explain(cause)} An unfinished copy of the frame stayed on the canvas: delete it.`);
  }
}
