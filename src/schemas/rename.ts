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
  { description: 'How the new names are written; Slash/Case as in "Button/Submit". snake_case where absent.' },
);
export type NamingStyle = Static<typeof NamingStyle>;

export const RenameLayer = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128, description: 'Unique in the request.' }),
  currentName: Type.String({ maxLength: 1000 }),
  type: Type.String({ minLength: 1, maxLength: 64, description: "Figma's node type.", examples: ['TEXT', 'FRAME'] }),
  imageBase64: Type.Optional(ImageBase64),
  text: Type.Optional(Type.String({ maxLength: 1000 })),
  parentName: Type.Optional(Type.String({ maxLength: 1000 })),
  width: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Pixels.' })),
  height: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Pixels.' })),
});
export type RenameLayer = Static<typeof RenameLayer>;

export const RenameRequest = Type.Object(
  {
    userEmail: UserEmail,
    userId: Type.Optional(UserId),
    namingStyle: Type.Optional(NamingStyle),
    layers: Type.Array(RenameLayer, { minItems: 1, maxItems: 500 }),
    namingRules: Type.Optional(Type.String({ maxLength: 1000, description: "A team's own rules and glossary." })),
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
  ],
  { description: 'Why a layer kept its name.' },
);
export type KeptReason = Static<typeof KeptReason>;

const layerResult = {
  id: Type.String(),
  newName: Type.String({ description: 'The current name where the layer was kept.' }),
  status: Type.Union([Type.Literal('renamed'), Type.Literal('kept')]),
  reason: Type.Optional(KeptReason),
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
