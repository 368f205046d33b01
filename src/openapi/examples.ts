import { type ErrorCode, errorCatalog } from '../schemas/error-catalog.ts';

/** A gray square of 4 x 4 px, so that "Try it out" works as it is. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADklEQVQImWNoQAIMxHEAcFIYAXSG8E8AAAAASUVORK5CYII=';

const jobId = '6f1c3a52-8d0b-4f0e-9a55-2f1f0c9d7e11';

/** A request for each route that takes a body, ready to be sent. */
export const requestExamples = {
  '/api/rename-layers': {
    userEmail: 'designer@example.com',
    namingStyle: 'snake_case',
    frameName: 'Sign in',
    layers: [
      { id: '1:2', currentName: 'Frame 7', type: 'FRAME', text: 'Log in', width: 320, height: 48 },
      { id: '1:3', currentName: 'Rectangle 3', type: 'RECTANGLE', parentName: 'Avatar', imageBase64: picture },
    ],
  },
  '/api/generate-edits': {
    userEmail: 'designer@example.com',
    frameName: 'Sign in',
    frameWidth: 360,
    frameHeight: 240,
    brief: 'Warmer, for a bakery',
    variantCount: 2,
    layers: [
      {
        id: '1:1',
        name: 'Card',
        type: 'FRAME',
        x: 20,
        y: 20,
        width: 320,
        height: 200,
        fills: [{ type: 'SOLID', color: '#ffffff' }],
        cornerRadius: 8,
      },
      {
        id: '1:2',
        parentId: '1:1',
        name: 'Title',
        type: 'TEXT',
        x: 40,
        y: 40,
        width: 200,
        height: 32,
        text: 'Welcome back',
        fontSize: 24,
        fills: [{ type: 'SOLID', color: '#222222' }],
      },
    ],
  },
} as const;

const edits = [
  { action: 'changeFill', target: 'Card', targetId: '1:1', color: '#fff4e6' },
  { action: 'changeCornerRadius', target: 'Card', targetId: '1:1', radius: 16 },
];

/** What such a request is answered with. */
export const replyExamples: Readonly<Record<string, object>> = {
  '/api/rename-layers': {
    jobId,
    layers: [
      { id: '1:2', newName: 'login_button', status: 'renamed', confidence: 'high' },
      { id: '1:3', newName: 'avatar_placeholder', status: 'renamed', confidence: 'low' },
    ],
  },
  '/api/generate-edits': {
    jobId,
    promptFile: 'default.txt',
    variants: [
      {
        variantIndex: 1,
        theme: 'Fresh Bread',
        humanPrompt: 'A warm page with soft corners.',
        palette: ['#fff4e6', '#7a3e12', '#222222'],
        instructions: edits,
        readableInstructions: ['Fill "Card" with #fff4e6', 'Round the corners of "Card" to 16 px'],
        checks: { contrastFailures: 0, outsideFrame: 0, overlaps: 0, withoutEffect: 0, repaired: 0 },
      },
    ],
  },
  '/api/prompts': { prompts: [{ id: 'default', name: 'Default', filename: 'default.txt', isDefault: true }] },
};

/** The lines of a stream, as text. */
export const streamExamples: Readonly<Record<string, string>> = {
  '/api/rename-layers': toLines(
    { type: 'job', jobId, total: 1 },
    { type: 'layer', id: '1:2', newName: 'login_button', status: 'renamed', done: 1, total: 1 },
    { type: 'done', renamed: 1, kept: 0, durationMs: 1240 },
  ),
  '/api/generate-edits': toLines(
    { type: 'job', jobId, total: 1, promptFile: 'default.txt' },
    {
      type: 'variant',
      variant: {
        variantIndex: 1,
        theme: 'Fresh Bread',
        humanPrompt: 'A warm page with soft corners.',
        instructions: edits,
        readableInstructions: ['Fill "Card" with #fff4e6', 'Round the corners of "Card" to 16 px'],
      },
    },
    { type: 'done', variants: 1, images: 0, imagesFailed: 0, durationMs: 8200 },
  ),
};

const messages: Partial<Record<ErrorCode, string>> = {
  EXPORTER_EMAIL_REQUIRED: 'userEmail is required',
  EXPORTER_LAYERS_REQUIRED: 'layers must be an array',
  EXPORTER_INVALID_REQUEST: 'layers/3/imageBase64 must be a string',
  EXPORTER_UNAUTHORIZED: 'A valid access key is required',
  EXPORTER_TIMEOUT: 'Processing took too long',
  EXPORTER_LENGTH_REQUIRED: 'content-length is required: chunked bodies are not accepted',
  EXPORTER_TOO_LARGE: 'The body has 31457280 bytes; the limit is 20 MB',
  EXPORTER_UNSUPPORTED_MEDIA_TYPE: 'content-type must be application/json',
  EXPORTER_RATE_LIMITED: 'Please wait before making more requests',
  EXPORTER_RENAME_RATE_LIMITED: 'Please wait before renaming more layers',
  EXPORTER_EDITS_RATE_LIMITED: 'Please wait before generating more variants',
  EXPORTER_BUDGET_EXCEEDED:
    'The daily budget of this service is used up or reserved by running jobs. It resets at 00:00 UTC, in 3 h 20 min',
  EXPORTER_INTERNAL: 'Something went wrong on our side',
  EXPORTER_PROVIDER_FAILED: 'The AI provider gave no names that can be used',
  EXPORTER_BUSY: 'Too many jobs are waiting',
};

/** Examples of the errors with one status, by their codes. */
export function errorExamples(status: string): Record<string, { value: object }> {
  const found = Object.entries(errorCatalog).filter(
    ([code, entry]) => String(entry.status) === status && code in messages,
  );
  return Object.fromEntries(
    found.map(([code, { title }]) => [
      code,
      { value: { error: title, message: messages[code as ErrorCode], code, requestId: jobId } },
    ]),
  );
}

function toLines(...events: object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
