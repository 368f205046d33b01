import { type Static, Type } from '@sinclair/typebox';
import { ErrorEvent, UserEmail, UserId } from './common.ts';
import { EditInstruction, Sizing } from './edit-instruction.ts';
import { ImageBase64 } from './image.ts';
import { PromptFileName } from './prompts.ts';

export const MOST_VARIANTS = 5;

export const Paint = Type.Object({
  type: Type.String({
    minLength: 1,
    maxLength: 64,
    description: "Figma's paint type: SOLID, IMAGE, GRADIENT_LINEAR ...",
  }),
  color: Type.Optional(Type.String({ maxLength: 64 })),
  opacity: Type.Optional(Type.Number()),
});
export type Paint = Static<typeof Paint>;

export const CornerRadius = Type.Union(
  [
    Type.Number(),
    Type.Object({
      topLeft: Type.Number(),
      topRight: Type.Number(),
      bottomLeft: Type.Number(),
      bottomRight: Type.Number(),
    }),
  ],
  { errorMessage: 'must be a number or an object of topLeft, topRight, bottomLeft and bottomRight' },
);
export type CornerRadius = Static<typeof CornerRadius>;

/** Auto layout of a frame, lengths in pixels. */
export const LayerLayout = Type.Object({
  direction: Type.Optional(Type.String({ maxLength: 16, description: 'horizontal, vertical or grid' })),
  gap: Type.Optional(Type.Number()),
  padding: Type.Optional(
    Type.Union([
      Type.Number(),
      Type.Object({ top: Type.Number(), right: Type.Number(), bottom: Type.Number(), left: Type.Number() }),
    ]),
  ),
  align: Type.Optional(Type.String({ maxLength: 64 })),
  wrap: Type.Optional(Type.Boolean()),
});
export type LayerLayout = Static<typeof LayerLayout>;

/** A color variable or style of the file. */
export const DesignToken = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 255 }),
  color: Type.String({ maxLength: 64 }),
});
export type DesignToken = Static<typeof DesignToken>;

/** One layer of the frame; lengths in pixels from the frame's top left. A line has a side of 0. */
export const EditLayer = Type.Object({
  id: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
  name: Type.String({ maxLength: 1000 }),
  type: Type.String({ minLength: 1, maxLength: 64, description: "Figma's node type" }),
  x: Type.Number({ description: "Pixels from the frame's left." }),
  y: Type.Number({ description: "Pixels from the frame's top." }),
  width: Type.Number({ minimum: 0, description: 'Pixels.' }),
  height: Type.Number({ minimum: 0, description: 'Pixels.' }),
  fills: Type.Optional(Type.Array(Paint, { maxItems: 100 })),
  mixedFills: Type.Optional(
    Type.Array(Paint, {
      maxItems: 100,
      description: 'In place of fills if the parts of a text differ: the fill of each, the commonest first',
    }),
  ),
  strokes: Type.Optional(Type.Array(Paint, { maxItems: 100 })),
  opacity: Type.Optional(Type.Number({ description: '0 (clear) to 1 (solid).' })),
  text: Type.Optional(Type.String({ maxLength: 10_000 })),
  fontSize: Type.Optional(Type.Number({ description: 'Pixels.' })),
  cornerRadius: Type.Optional(CornerRadius),
  hasImageFill: Type.Optional(Type.Boolean()),
  parentId: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'The id of the layer it lies in' })),
  layout: Type.Optional(LayerLayout),
  sizing: Type.Optional(Type.Object({ horizontal: Type.Optional(Sizing), vertical: Type.Optional(Sizing) })),
  inInstance: Type.Optional(Type.Boolean()),
  component: Type.Optional(
    Type.Object({
      name: Type.String({ maxLength: 255 }),
      properties: Type.Optional(
        Type.Record(Type.String({ maxLength: 255 }), Type.Union([Type.String({ maxLength: 1000 }), Type.Boolean()])),
      ),
    }),
  ),
  fontFamily: Type.Optional(Type.String({ maxLength: 255 })),
  fontStyle: Type.Optional(Type.String({ maxLength: 255 })),
  textAlign: Type.Optional(Type.String({ maxLength: 32 })),
  effects: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 50 })),
  tokens: Type.Optional(
    Type.Object({
      fill: Type.Optional(Type.String({ maxLength: 255 })),
      stroke: Type.Optional(Type.String({ maxLength: 255 })),
      text: Type.Optional(Type.String({ maxLength: 255 })),
    }),
  ),
  isMask: Type.Optional(Type.Boolean()),
  isAbsolute: Type.Optional(Type.Boolean({ description: 'Placed freely in a parent that has auto layout' })),
  clipsContent: Type.Optional(Type.Boolean({ description: 'Cuts off what reaches beyond its edges' })),
});
export type EditLayer = Static<typeof EditLayer>;

export const GenerateEditsRequest = Type.Object(
  {
    userEmail: UserEmail,
    userId: Type.Optional(UserId),
    frameName: Type.String({ minLength: 1, maxLength: 255 }),
    frameWidth: Type.Number({ exclusiveMinimum: 0, description: 'Pixels.' }),
    frameHeight: Type.Number({ exclusiveMinimum: 0, description: 'Pixels.' }),
    frameImageBase64: Type.Optional(ImageBase64),
    layers: Type.Array(EditLayer, { minItems: 1, maxItems: 1000 }),
    tokens: Type.Optional(
      Type.Array(DesignToken, { maxItems: 200, description: 'The color variables and styles the file offers' }),
    ),
    generateImages: Type.Optional(Type.Boolean({ default: false })),
    promptFile: Type.Optional(PromptFileName),
    brief: Type.Optional(Type.String({ maxLength: 1000, description: 'What the designer wants' })),
    variantCount: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_VARIANTS, default: MOST_VARIANTS })),
    avoidThemes: Type.Optional(
      Type.Array(Type.String({ maxLength: 100 }), {
        maxItems: 20,
        description: 'Themes already seen, to avoid when variants are generated again',
      }),
    ),
  },
  { $id: 'GenerateEditsRequest' },
);
export type GenerateEditsRequest = Static<typeof GenerateEditsRequest>;

/** What was measured on a variant before it was shown: the faults that are left, and how many were repaired. */
export const VariantChecks = Type.Object({
  contrastFailures: Type.Integer({ minimum: 0, description: 'Texts under WCAG 4.5 (3 from 24 px)' }),
  outsideFrame: Type.Integer({ minimum: 0 }),
  overlaps: Type.Integer({ minimum: 0, description: 'New overlaps' }),
  cutOff: Type.Optional(Type.Integer({ minimum: 0, description: 'Texts that no longer fit their place' })),
  withoutEffect: Type.Integer({ minimum: 0, description: 'Instructions that change nothing' }),
  repaired: Type.Integer({ minimum: 0, description: 'Faults the service repaired' }),
});
export type VariantChecks = Static<typeof VariantChecks>;

export const EditVariant = Type.Object({
  variantIndex: Type.Integer({ minimum: 1, maximum: MOST_VARIANTS }),
  theme: Type.String({ description: 'Name of the direction' }),
  humanPrompt: Type.String({ description: 'The direction in a sentence or two' }),
  palette: Type.Optional(
    Type.Array(Type.String({ pattern: '^#[0-9a-f]{6}$' }), { maxItems: 6, description: 'The colors of the direction' }),
  ),
  checks: Type.Optional(VariantChecks),
  instructions: Type.Array(EditInstruction),
  readableInstructions: Type.Array(Type.String(), {
    description: 'The instructions in plain words, in the same order',
  }),
});
export type EditVariant = Static<typeof EditVariant>;

const Warnings = Type.Array(Type.String(), { description: 'What was left out or replaced, and why' });

export const GenerateEditsReply = Type.Object(
  {
    jobId: Type.String(),
    promptFile: Type.String({ description: 'The prompt that was used' }),
    variants: Type.Array(EditVariant),
    warnings: Type.Optional(Warnings),
  },
  { $id: 'GenerateEditsReply' },
);
export type GenerateEditsReply = Static<typeof GenerateEditsReply>;

/** The lines of the NDJSON reply, in the order in which they come. */
export const EditsJobEvent = Type.Object({
  type: Type.Literal('job'),
  jobId: Type.String(),
  total: Type.Integer({ description: 'Number of requested variants' }),
  promptFile: Type.String(),
});
export type EditsJobEvent = Static<typeof EditsJobEvent>;

export const EditsVariantEvent = Type.Object({ type: Type.Literal('variant'), variant: EditVariant });
export type EditsVariantEvent = Static<typeof EditsVariantEvent>;

export const EditsImageEvent = Type.Object({
  type: Type.Literal('image'),
  variantIndex: Type.Integer({ minimum: 1 }),
  instructionIndex: Type.Integer({ minimum: 0, description: "Place in the variant's instructions, from 0" }),
  generatedImageBase64: Type.Optional(Type.String()),
  imageError: Type.Optional(Type.String()),
  done: Type.Integer({ description: 'Pictures finished so far, including this one' }),
  total: Type.Integer({ description: 'Pictures requested in all variants' }),
});
export type EditsImageEvent = Static<typeof EditsImageEvent>;

export const EditsDoneEvent = Type.Object({
  type: Type.Literal('done'),
  variants: Type.Integer(),
  images: Type.Integer({ description: 'Pictures made' }),
  imagesFailed: Type.Integer(),
  durationMs: Type.Integer({ description: 'Milliseconds.' }),
  warnings: Type.Optional(Warnings),
});
export type EditsDoneEvent = Static<typeof EditsDoneEvent>;

/** One line of the stream, except for an error. */
export const EditsStreamEvent = Type.Union([EditsJobEvent, EditsVariantEvent, EditsImageEvent, EditsDoneEvent]);
export type EditsStreamEvent = Static<typeof EditsStreamEvent>;

/** One line of the NDJSON stream. */
export const EditsEvent = Type.Union([...EditsStreamEvent.anyOf, ErrorEvent], { $id: 'EditsEvent' });
