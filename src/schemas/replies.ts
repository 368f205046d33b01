import { ErrorReply } from './common.ts';

/** Errors of every route: rate limited, internal, shutting down. */
const anywhere = { 429: ErrorReply, 500: ErrorReply, 503: ErrorReply };

/** The errors of a read-only route. */
export const readErrors = anywhere;

/** The errors of a route that reads and requires a token. */
export const reportErrors = { 400: ErrorReply, 401: ErrorReply, ...anywhere };

/** The errors of the two routes that take a body and call a model. */
export const jobErrors = {
  400: ErrorReply,
  401: ErrorReply,
  408: ErrorReply,
  411: ErrorReply,
  413: ErrorReply,
  415: ErrorReply,
  502: ErrorReply,
  ...anywhere,
};
