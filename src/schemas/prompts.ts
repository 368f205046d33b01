import { type Static, Type } from '@sinclair/typebox';

/**
 * A bare file name that ends in `.txt`. Refused: `/` and `\`, `..`, NUL and other control characters, a colon (drives
 * and streams of other systems), percent-encoded bytes, blank or nothing before `.txt`, more than 255 characters.
 * Such a name cannot be a prompt on any system, so the request is refused before any work begins.
 */
const PROMPT_FILE_PATTERN = [
  '^(?!.*\\.\\.)', // no way up
  '(?!.*%[0-9A-Fa-f]{2})', // no encoded byte
  '(?=.*[^ .].*\\.txt$)', // something before .txt
  '[^/\\\\:\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,251}\\.txt$',
].join('');

export const PromptFileName = Type.String({
  pattern: PROMPT_FILE_PATTERN,
  maxLength: 255,
  errorMessage: 'must be a bare file name that ends in .txt',
  description: 'A bare file name of the prompt library, ending in .txt',
});
export type PromptFileName = Static<typeof PromptFileName>;

const promptFilePattern = new RegExp(PROMPT_FILE_PATTERN);

/** Whether `name` is a valid file name for the library; does not check that the file exists. */
export function isPromptFileName(name: string): boolean {
  return name.length <= 255 && promptFilePattern.test(name);
}

export const PromptSummary = Type.Object({
  id: Type.String({ description: 'The file name without .txt' }),
  name: Type.String({ description: 'Display name: dashes as spaces, each word capitalized' }),
  filename: Type.String({ description: 'What promptFile takes' }),
  isDefault: Type.Boolean({ description: 'Used when no promptFile is given' }),
});
export type PromptSummary = Static<typeof PromptSummary>;

export const PromptsReply = Type.Object({ prompts: Type.Array(PromptSummary) }, { $id: 'PromptsReply' });
export type PromptsReply = Static<typeof PromptsReply>;
