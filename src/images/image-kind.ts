import { TypeRegistry } from '@sinclair/typebox';
import { imageKind } from '../schemas/image.ts';
import { Picture } from './picture.ts';

/**
 * What is wrong with a value that should be a picture, or undefined. The empty string means "no picture" and is fine.
 */
export function imageFault(value: unknown): string | undefined {
  if (!(value instanceof Picture)) return 'must be a string';
  if (value.byteLength === 0) return undefined;
  const { fault } = value;
  return fault === undefined ? undefined : `must be a PNG, JPEG, WebP or GIF in base64, but ${fault}`;
}

TypeRegistry.Set(imageKind, (_schema, value) => imageFault(value) === undefined);
