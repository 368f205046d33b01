import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type {
  ApplyVariantMessage,
  InstructionReport,
  MainMessage,
  PlacePictureMessage,
  PrepareForEditsMessage,
  Settings,
} from '../../messages.ts';
import { isLayer } from '../apply-names.ts';
import { explain, exportPicture, FRAME_EDGE } from '../export-picture.ts';
import type { FigmaApi } from '../figma-api.ts';
import { findFrame, isSourceFrame } from '../find-frame.ts';
import { readIdentity } from '../identity.ts';
import { readSelection } from '../read-selection.ts';
import { asUndoStep } from '../undo-step.ts';
import { fillWithPicture } from './actions/picture.ts';
import { applyInstruction } from './apply-instruction.ts';
import { cloneFrame, findFreePlace, pageOf } from './clone-frame.ts';
import { indexTargets, pairWithClone } from './edit-target.ts';
import { prepareFonts } from './fonts.ts';
import { type Outcome, skipped } from './outcome.ts';
import { readFrame } from './read-frame.ts';

const LONGEST_NAME = 255;

interface Deps {
  figma: FigmaApi;
  post: (message: MainMessage) => void;
  settings: () => Settings;
}

/** A variant that stands, or stood, beside its frame. */
interface Variant {
  cloneId: string;
  /** The layers that wait for pictures, by the place of the instruction. */
  pictures: Map<number, string>;
}

/** The variants made since the plugin was opened. */
export function createVariantBook({ figma, post, settings }: Deps) {
  /** The frames that were read, by run. */
  const frameIds = new Map<string, string>();
  const variants = new Map<string, Variant>();

  async function nodeOf(id: string | undefined): Promise<SceneNode | null> {
    const node = id === undefined ? null : await figma.getNodeByIdAsync(id);
    return node === null || node.removed || !isLayer(node) ? null : node;
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
    frameIds.set(runId, id);
    const { layers, layersLeftOut } = await readFrame(figma, frame);
    const { picture } = await exportPicture(figma, id, FRAME_EDGE);
    const { userEmail, userId } = readIdentity(figma, settings().email);
    const sizes = { frameWidth: width, frameHeight: height };
    const read = { framePicture: picture, layers, layersLeftOut };
    post({ type: 'edits-prepared', runId, userEmail, userId, frameId: id, frameName, ...sizes, ...read });
  }

  async function apply(message: ApplyVariantMessage): Promise<void> {
    const { variantId } = message;
    try {
      post({ type: 'variant-applied', variantId, ...(await make(message)) });
    } catch (error) {
      post({ type: 'variant-failed', variantId, message: explain(error) });
    }
  }

  async function make({ runId, variantId, theme, instructions, replaces }: ApplyVariantMessage) {
    const frame = await nodeOf(frameIds.get(runId));
    if (frame === null || !isSourceFrame(frame)) throw new Error('The frame was deleted.');
    const old = await nodeOf(replaces === undefined ? undefined : variants.get(replaces)?.cloneId);
    const targets = indexTargets(frame);
    const fonts = await prepareFonts(figma, targets, instructions);
    // From here on nothing waits: the variant is one step of undo, and no change of the designer's gets in between.
    if (frame.removed) throw new Error('The frame was deleted.');
    const page = pageOf(frame);
    const box = frame.absoluteBoundingBox;
    if (page === null || box === null) throw new Error('The frame is on no page.');
    const pictures = new Map<number, string>();
    const made = asUndoStep(figma, () => {
      const oldBox = old === null || old.removed ? null : old.absoluteBoundingBox;
      const place = oldBox ?? findFreePlace(page, box);
      const clone = cloneFrame(frame, page, place, `${frame.name} - ${theme}`.slice(0, LONGEST_NAME));
      if (oldBox !== null) old?.remove();
      variants.set(variantId, { cloneId: clone.id, pictures });
      const pairs = pairWithClone(frame, clone);
      const report = instructions.map((instruction, index): InstructionReport => {
        const node = pairs.get(targets.find(instruction)?.id ?? '');
        if (node === undefined) return { index, ...skipped(`there is no layer "${instruction.target}"`) };
        const fontChoice = fonts.choices.get(index);
        const context = { figma, root: clone, fonts, ...(fontChoice !== undefined && { fontChoice }) };
        const outcome = applyInstruction(node, instruction, context);
        if (outcome.outcome === 'waiting') pictures.set(index, node.id);
        return { index, ...outcome };
      });
      return { frameId: clone.id, frameName: clone.name, report };
    });
    if (replaces !== undefined && variants.delete(replaces)) post({ type: 'variant-discarded', variantId: replaces });
    return { ...made, missingFonts: fonts.missing };
  }

  async function placePicture({
    variantId,
    instructionIndex,
    picture,
    imageError,
  }: PlacePictureMessage): Promise<void> {
    const settle = (outcome: Outcome): void => {
      const report: InstructionReport = { index: instructionIndex, ...outcome };
      post({ type: 'picture-placed', variantId, report });
    };
    const variant = variants.get(variantId);
    if (variant === undefined) return settle(skipped('the variant was discarded'));
    const nodeId = variant.pictures.get(instructionIndex);
    variant.pictures.delete(instructionIndex);
    if (picture === null) return settle(skipped(imageError ?? 'no picture came'));
    const node = await nodeOf(nodeId);
    if (node === null) return settle(skipped('the layer was deleted'));
    settle(
      asUndoStep(figma, () => {
        try {
          return fillWithPicture(figma, node, picture);
        } catch (error) {
          return skipped(`Figma cannot take the picture: ${explain(error)}`);
        }
      }),
    );
  }

  async function discard(variantId: string): Promise<void> {
    const clone = await nodeOf(variants.get(variantId)?.cloneId);
    if (clone !== null) asUndoStep(figma, () => clone.remove());
    variants.delete(variantId);
    post({ type: 'variant-discarded', variantId });
  }

  return { prepare, apply, placePicture, discard, find: (id: string) => nodeOf(variants.get(id)?.cloneId) };
}
