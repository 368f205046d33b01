import { TypeRegistry } from '@sinclair/typebox';
import { imageKind } from '../schemas/image.ts';
import { ByteString } from './byte-string.ts';
import { type Image, type ImageInspection, inspectImage } from './inspect-image.ts';

/** What was found in a string is remembered, since the schema asks first and the job again. */
const inspections = new WeakMap<ByteString, ImageInspection>();

function inspect(value: ByteString): ImageInspection {
  let inspection = inspections.get(value);
  if (inspection === undefined) {
    inspection = inspectImage(value);
    inspections.set(value, inspection);
  }
  return inspection;
}

/** What is wrong with a value where a picture is expected, or undefined. The empty string is no picture and no fault. */
export function imageFault(value: unknown): string | undefined {
  if (!(value instanceof ByteString)) return 'must be a string';
  if (value.byteLength === 0) return undefined;
  const inspection = inspect(value);
  return 'fault' in inspection ? `must be a PNG, JPEG, WebP or GIF in base64, but ${inspection.fault}` : undefined;
}

/**
 * The picture of a checked request's field, or undefined where there is none.
 *
 * @throws TypeError where the value was not checked by the schema before: a programming error.
 */
export function imageOf(value: unknown): Image | undefined {
  if (value === undefined || (value instanceof ByteString && value.byteLength === 0)) return undefined;
  if (!(value instanceof ByteString)) throw new TypeError('an image field that no schema has checked');
  const inspection = inspect(value);
  if ('fault' in inspection) throw new TypeError('an image field that no schema has checked');
  return inspection.image;
}

TypeRegistry.Set(imageKind, (_schema, value) => imageFault(value) === undefined);
