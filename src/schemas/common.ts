import { type Static, Type } from '@sinclair/typebox';
import { errorCatalog } from './error-catalog.ts';

/**
 * An e-mail address as the plugin sends it: a label on the record, never a proof of who it is, so the pattern only
 * refuses what is clearly not an address. Controls and spaces are refused, letters of any script are welcome.
 */
export const UserEmail = Type.String({
  maxLength: 254,
  pattern: '^[^\\s@\\u0000-\\u001f\\u007f]+@[^\\s@\\u0000-\\u001f\\u007f]+$',
  errorMessage: 'must be an email address',
  description: 'The user: a label in the job record, not proof of identity.',
  examples: ['designer@example.com', 'user-42@figma.local'],
});
export type UserEmail = Static<typeof UserEmail>;

export const UserId = Type.String({ maxLength: 255, description: "Figma's user id." });
export type UserId = Static<typeof UserId>;

export const JobId = Type.String({ format: 'uuid', description: 'The id of the row in the table `jobs`.' });
export type JobId = Static<typeof JobId>;

/** Every reply that is not 2xx. */
export const ErrorReply = Type.Object(
  {
    error: Type.String({ description: 'Short and stable.' }),
    message: Type.String({ description: 'For a person.' }),
    code: Type.String({ description: 'For a program.', enum: Object.keys(errorCatalog) }),
    requestId: Type.String(),
  },
  { $id: 'ErrorReply' },
);
export type ErrorReply = Static<typeof ErrorReply>;

/** The last line of a stream whose job failed after it began. */
export const ErrorEvent = Type.Object({
  type: Type.Literal('error'),
  error: Type.String(),
  message: Type.String(),
  code: Type.String(),
});
export type ErrorEvent = Static<typeof ErrorEvent>;
