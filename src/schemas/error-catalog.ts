/**
 * The catalog of errors that a client may see. A code is stable for programs, a title is stable and short, the
 * message of each thrown error is for a person.
 */
export const errorCatalog = {
  EXPORTER_EMAIL_REQUIRED: { status: 400, title: 'User email is required' },
  EXPORTER_LAYERS_REQUIRED: { status: 400, title: 'Invalid request: layers array required' },
  EXPORTER_INVALID_REQUEST: { status: 400, title: 'Invalid request' },
  EXPORTER_UNAUTHORIZED: { status: 401, title: 'Unauthorized' },
  EXPORTER_NOT_FOUND: { status: 404, title: 'Not found' },
  EXPORTER_METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  EXPORTER_TIMEOUT: { status: 408, title: 'Request timeout' },
  EXPORTER_LENGTH_REQUIRED: { status: 411, title: 'Length required' },
  EXPORTER_TOO_LARGE: { status: 413, title: 'Request too large' },
  EXPORTER_UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  EXPORTER_RATE_LIMITED: { status: 429, title: 'Too many requests' },
  EXPORTER_RENAME_RATE_LIMITED: { status: 429, title: 'Too many rename requests' },
  EXPORTER_EDITS_RATE_LIMITED: { status: 429, title: 'Too many complex requests' },
  EXPORTER_BUDGET_EXCEEDED: { status: 429, title: 'Budget exceeded' },
  EXPORTER_HEADERS_TOO_LARGE: { status: 431, title: 'Request headers too large' },
  EXPORTER_CLIENT_CLOSED: { status: 499, title: 'Client closed request' },
  EXPORTER_INTERNAL: { status: 500, title: 'Internal server error' },
  EXPORTER_PROVIDER_FAILED: { status: 502, title: 'AI provider failed' },
  EXPORTER_BUSY: { status: 503, title: 'Service busy' },
} as const;

export type ErrorCode = keyof typeof errorCatalog;
