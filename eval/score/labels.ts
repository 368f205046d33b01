import { type Static, Type } from '@sinclair/typebox';

const Words = Type.Optional(Type.Array(Type.String({ minLength: 1 })));

/** What a good name of one layer says; one entry of labels.json. */
export const Label = Type.Object({
  id: Type.String(),
  /** Words that say what the layer is: one is enough. */
  role: Words,
  /** The same, said loosely: half the credit. */
  near: Words,
  /** Words that matter, `a|b|c` where one of several is enough. Two of the groups are enough. */
  says: Words,
  /** What surrounds the layer; one of these words stands for a group of `says`. */
  context: Words,
  /** What the layer certainly is not. `a_b` means the whole name, such as its default name. */
  not: Words,
  /** Nobody can say what it is. */
  unscored: Type.Optional(Type.Boolean()),
});
export type Label = Static<typeof Label>;
export const Labels = Type.Array(Label);
export type Labels = Static<typeof Labels>;
