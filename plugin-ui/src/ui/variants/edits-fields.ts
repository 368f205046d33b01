import type { EditsPreparedMessage, Settings } from '../../messages.ts';
import { count } from '../format.ts';
import type { EditsFields } from '../service/request-body.ts';

/** What the service takes of `avoidThemes`. */
const mostThemes = 20;
const longestTheme = 100;

export interface EditsWish {
  readonly brief: string;
  /** One variant instead of five. */
  readonly isOne: boolean;
  /** Themes of the variants on the list: the new ones go other ways. */
  readonly themes: readonly string[];
}

/** What a request for variants says besides the frame's picture. What is empty is left out. */
export function editsFields(
  prepared: EditsPreparedMessage,
  { promptFile, generateImages }: Pick<Settings, 'promptFile' | 'generateImages'>,
  { brief, isOne, themes }: EditsWish,
): EditsFields {
  const { userEmail, userId, frameName, frameWidth, frameHeight, layers, tokens = [] } = prepared;
  const avoidThemes = [...new Set(themes.map((theme) => theme.slice(0, longestTheme)))].slice(-mostThemes);
  return {
    userEmail,
    frameName,
    frameWidth,
    frameHeight,
    layers,
    ...(tokens.length === 0 ? {} : { tokens }),
    generateImages,
    ...(userId === '' ? {} : { userId }),
    ...(promptFile === '' ? {} : { promptFile }),
    ...(brief.trim() === '' ? {} : { brief: brief.trim() }),
    ...(isOne ? { variantCount: 1 } : {}),
    ...(avoidThemes.length === 0 ? {} : { avoidThemes }),
  };
}

/** What of the frame is not sent, in plain words. */
export function warningsOf({ layersLeftOut }: Pick<EditsPreparedMessage, 'layersLeftOut'>): string[] {
  if (layersLeftOut === 0) return [];
  return [
    `The frame has more layers than one request takes: ${count(layersLeftOut, 'layer was', 'layers were')} left out.`,
  ];
}
