import { Kind, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, type ValueError, ValueErrorType } from '@sinclair/typebox/compiler';
import fp from 'fastify-plugin';
import { ExporterError, invalidRequest } from '../errors.ts';
import { imageFault } from '../images/image-kind.ts';
import { imageKind } from '../schemas/image.ts';

/**
 * Checks requests against their TypeBox schemas: compiled once per route, nothing coerced, unknown fields ignored. The
 * error names the first invalid field.
 */
export const validation = fp(
  async (app) => {
    app.setValidatorCompiler<TSchema>(({ schema }) => {
      const compiled = TypeCompiler.Compile(schema);
      return (value) => {
        if (compiled.Check(value)) return { value };
        // Many clients send null for a field they have no value for.
        dropNulls(schema, value);
        if (compiled.Check(value)) return { value };
        return { error: missingField(schema, value) ?? describe(compiled.Errors(value).First()) };
      };
    });
  },
  { name: 'validation' },
);

/** Removes optional fields that are null, in place. Required ones stay and are refused. */
function dropNulls(schema: TSchema, value: unknown): void {
  if (Array.isArray(value)) {
    const items = schema['items'] as TSchema | undefined;
    if (items !== undefined) for (const item of value) dropNulls(items, item);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const form of (schema['anyOf'] as readonly TSchema[] | undefined) ?? []) dropNulls(form, value);
  const holder = value as Record<string, unknown>;
  const required = (schema['required'] as readonly string[] | undefined) ?? [];
  for (const [name, field] of Object.entries((schema['properties'] as Record<string, TSchema> | undefined) ?? {})) {
    if (holder[name] === null && !required.includes(name)) delete holder[name];
    else dropNulls(field, holder[name]);
  }
}

/** The two fields whose absence has a separate error title, which plugins show. */
function missingField(schema: TSchema, value: unknown): ExporterError | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = schema['properties'] as Readonly<Record<string, unknown>> | undefined;
  const { userEmail, layers } = value as { readonly userEmail?: unknown; readonly layers?: unknown };
  if (fields?.['userEmail'] !== undefined && (userEmail === undefined || userEmail === null || userEmail === '')) {
    return new ExporterError('EXPORTER_EMAIL_REQUIRED', 'userEmail is required');
  }
  if (fields?.['layers'] !== undefined && !Array.isArray(layers)) {
    return new ExporterError('EXPORTER_LAYERS_REQUIRED', 'layers must be an array');
  }
  return undefined;
}

function describe(error: ValueError | undefined): ExporterError {
  if (error === undefined) return invalidRequest('body is invalid');
  const field = error.path === '' ? 'body' : error.path.slice(1);
  return invalidRequest(`${field} ${expectation(error)}`.slice(0, 500));
}

/** What was expected of a value, without repeating the value. */
function expectation({ schema, type, value, message }: ValueError): string {
  if (schema[Kind] === imageKind) return value === undefined ? 'is required' : (imageFault(value) ?? 'is invalid');
  const ownWords: unknown = schema['errorMessage'];
  if (typeof ownWords === 'string' && (type === ValueErrorType.StringPattern || type === ValueErrorType.Union))
    return ownWords;
  const choices = (schema['anyOf'] as { readonly const?: unknown }[] | undefined)?.map((choice) => choice.const);
  switch (type) {
    case ValueErrorType.ObjectRequiredProperty:
      return 'is required';
    case ValueErrorType.String:
    case ValueErrorType.Object:
    case ValueErrorType.Array:
    case ValueErrorType.Number:
    case ValueErrorType.Boolean:
    case ValueErrorType.Integer:
      return `must be ${/^[aeiou]/.test(schema['type'] as string) ? 'an' : 'a'} ${schema['type'] as string}`;
    case ValueErrorType.StringMinLength:
    case ValueErrorType.StringMaxLength:
      return `must have ${range(schema['minLength'], schema['maxLength'])} characters`;
    case ValueErrorType.ArrayMinItems:
    case ValueErrorType.ArrayMaxItems:
      return `must have ${range(schema['minItems'], schema['maxItems'])} items`;
    case ValueErrorType.NumberExclusiveMinimum:
      return `must be greater than ${schema['exclusiveMinimum'] as number}`;
    case ValueErrorType.NumberMinimum:
    case ValueErrorType.NumberMaximum:
    case ValueErrorType.IntegerMinimum:
    case ValueErrorType.IntegerMaximum:
      return `must be ${range(schema['minimum'], schema['maximum'])}`;
    case ValueErrorType.StringPattern:
      return 'has an invalid format';
    case ValueErrorType.Union:
      return choices?.every((choice) => typeof choice === 'string') === true
        ? `must be one of ${choices.join(', ')}`
        : 'does not match any allowed form';
    default:
      return message.replace(/^Expected/, 'must be').replace('must be value to be', 'must be');
  }
}

function range(minimum: number | undefined, maximum: number | undefined): string {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`;
}
