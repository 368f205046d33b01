import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { isPromptFileName } from '../schemas/prompts.ts';
import type { Reader } from './settings-reader.ts';

/** An existing folder, relative to the project. */
export const folder: Reader<string> = (value) => {
  try {
    readdirSync(resolve(projectRoot(), value));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`must be an existing folder that this user may read (${code ?? 'unknown'})`, { cause: error });
  }
  return value;
};

export const promptFile: Reader<string> = (value) => {
  if (!isPromptFileName(value)) throw new Error('must be a bare file name ending in .txt');
  return value;
};
