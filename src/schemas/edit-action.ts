import { type TProperties, type TSchema, Type } from '@sinclair/typebox';

/** A number within bounds. */
export function numberFrom(minimum: number, maximum: number, description: string) {
  return Type.Number({ minimum, maximum, description });
}

/**
 * An optional field with a usual value. Strict structured output requires every field: there the model is asked for it,
 * and the usual value changes nothing.
 */
export function usually<T extends TSchema>(schema: T, value: number | boolean | string) {
  return Type.Optional<T>({ ...schema, default: value });
}

/**
 * An optional field without a usual value. Strict structured output requires every field: there `marker`, which is
 * outside the field's bounds, says that it is absent, and the check of the answer removes it.
 */
export function absentAs<T extends TSchema>(marker: number | string, schema: T) {
  return Type.Optional<T>({ ...schema, 'x-absent': marker });
}

/** A text that is not empty. */
export function text(maxLength: number, description: string) {
  return Type.String({ minLength: 1, maxLength, description });
}

/** An action: its name, what it does, the fields that every action has, and those of this one. */
export function action<const Name extends string, Fields extends TProperties>(
  name: Name,
  description: string,
  fields: Fields,
) {
  return Type.Object(
    {
      action: Type.Literal(name),
      target: Type.String({
        maxLength: 1000,
        description: 'Which layer: its id in the list ("L3"); in replies the name of the layer',
      }),
      targetId: Type.Optional(
        Type.String({ maxLength: 128, readOnly: true, description: 'The id that the request gave the layer' }),
      ),
      ...fields,
    },
    { description },
  );
}
