import { type Static, Type } from '@sinclair/typebox';
import { ErrorEvent, JobId, UserEmail, UserId } from './common.ts';
import { ImageBase64 } from './image.ts';

export const NamingStyle = Type.Union(
  [
    Type.Literal('snake_case'),
    Type.Literal('kebab-case'),
    Type.Literal('camelCase'),
    Type.Literal('PascalCase'),
    Type.Literal('Title Case'),
    Type.Literal('Slash/Case'),
  ],
  { description: 'How the new names are written; Slash/Case as in "Button/Submit". Default snake_case.' },
);
export type NamingStyle = Static<typeof NamingStyle>;

export const RenameLayer = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128, description: 'Unique in the request.' }),
  currentName: Type.String({ maxLength: 1000 }),
  type: Type.String({ minLength: 1, maxLength: 64, description: "Figma's node type.", examples: ['TEXT', 'FRAME'] }),
  imageBase64: Type.Optional(ImageBase64),
  text: Type.Optional(Type.String({ maxLength: 1000 })),
  parentName: Type.Optional(Type.String({ maxLength: 1000 })),
  width: Type.Optional(Type.Number({ minimum: 0, description: 'Pixels. A line has a side of 0.' })),
  height: Type.Optional(Type.Number({ minimum: 0, description: 'Pixels.' })),
  parentId: Type.Optional(Type.String({ minLength: 1, maxLength: 128, description: 'The id of the parent layer.' })),
  x: Type.Optional(Type.Number({ description: "Pixels from the frame's left." })),
  y: Type.Optional(Type.Number({ description: "Pixels from the frame's top." })),
  fontSize: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Pixels.' })),
  componentName: Type.Optional(Type.String({ maxLength: 255, description: 'The main component of an instance.' })),
});
export type RenameLayer = Static<typeof RenameLayer>;

export const LayerSheet = Type.Object(
  {
    imageBase64: ImageBase64,
    layerIds: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
      minItems: 1,
      maxItems: 16,
      description: 'Cell n carries the label n and shows the layer layerIds[n-1].',
    }),
  },
  { description: 'One picture with the numbered pictures of several layers. A layer is in at most one sheet.' },
);
export type LayerSheet = Static<typeof LayerSheet>;

export const RenameRequest = Type.Object(
  {
    userEmail: UserEmail,
    userId: Type.Optional(UserId),
    namingStyle: Type.Optional(NamingStyle),
    layers: Type.Array(RenameLayer, { minItems: 1, maxItems: 500 }),
    sheets: Type.Optional(Type.Array(LayerSheet, { maxItems: 60 })),
    namingRules: Type.Optional(Type.String({ maxLength: 1000, description: "A team's rules and glossary." })),
    frameName: Type.Optional(Type.String({ maxLength: 255 })),
  },
  { $id: 'RenameRequest' },
);
export type RenameRequest = Static<typeof RenameRequest>;

export const KeptReason = Type.Union(
  [
    Type.Literal('provider_failed'),
    Type.Literal('refused'),
    Type.Literal('unusable_answer'),
    Type.Literal('deadline'),
    Type.Literal('no_picture'),
    Type.Literal('budget'),
  ],
  { description: 'Why a layer kept its name.' },
);
export type KeptReason = Static<typeof KeptReason>;

const layerResult = {
  id: Type.String(),
  newName: Type.String({ description: 'The current name if the layer was kept.' }),
  status: Type.Union([Type.Literal('renamed'), Type.Literal('kept')]),
  reason: Type.Optional(KeptReason),
  confidence: Type.Optional(
    Type.Union([Type.Literal('high'), Type.Literal('low')], {
      description: 'low: still uncertain after a separate call.',
    }),
  ),
};

export const RenamedLayer = Type.Object(layerResult);
export type RenamedLayer = Static<typeof RenamedLayer>;

export const RenameReply = Type.Object(
  { jobId: JobId, layers: Type.Array(RenamedLayer, { description: "In the request's order." }) },
  { $id: 'RenameReply' },
);
export type RenameReply = Static<typeof RenameReply>;

export const JobEvent = Type.Object({ type: Type.Literal('job'), jobId: JobId, total: Type.Integer() });
export const LayerEvent = Type.Object({
  type: Type.Literal('layer'),
  ...layerResult,
  done: Type.Integer(),
  total: Type.Integer(),
});
export type LayerEvent = Static<typeof LayerEvent>;
export const RenameDoneEvent = Type.Object({
  type: Type.Literal('done'),
  renamed: Type.Integer(),
  kept: Type.Integer(),
  durationMs: Type.Integer({ description: 'Milliseconds.' }),
});
export type RenameDoneEvent = Static<typeof RenameDoneEvent>;

/** One line of the NDJSON stream. */
export const RenameEvent = Type.Union([JobEvent, LayerEvent, RenameDoneEvent, ErrorEvent], { $id: 'RenameEvent' });
export type RenameEvent = Static<typeof RenameEvent>;
