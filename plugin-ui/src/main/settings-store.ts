import { defaultSettings, LONGEST_NAMING_RULES, namingStyles, type Settings } from '../messages.ts';
import type { FigmaApi } from './figma-api.ts';

const KEY = 'settings';

/** The first version's default: who kept it chose nothing. */
const FORMER_DEFAULT_STYLE = 'snake_case';

/** Reads the kept settings. What is missing, or of another type than it should be, is as on a first start. */
export async function loadSettings(figma: FigmaApi): Promise<Settings> {
  let kept: unknown;
  try {
    kept = await figma.clientStorage.getAsync(KEY);
  } catch {
    // A full or blocked storage must not keep the plugin from opening.
  }
  return mendSettings(kept);
}

/** Keeps the settings. @throws Error of Figma's: its storage may be full */
export function saveSettings(figma: FigmaApi, settings: Settings): Promise<void> {
  return figma.clientStorage.setAsync(KEY, settings);
}

/** Settings with nothing in them that the service would refuse at every run. */
export function mendSettings(value: unknown): Settings {
  const kept = isRecord(value) ? value : {};
  const skip = isRecord(kept.skip) ? kept.skip : {};
  const mended: Settings = { ...defaultSettings, ...sameTypes(defaultSettings, kept) };
  // Settings of the first version have a style and no choice between it and the file's.
  if (kept.followFileStyle === undefined && typeof kept.namingStyle === 'string') {
    mended.followFileStyle = [defaultSettings.namingStyle, FORMER_DEFAULT_STYLE].indexOf(kept.namingStyle) !== -1;
    if (mended.followFileStyle) mended.namingStyle = defaultSettings.namingStyle;
  }
  if (namingStyles.indexOf(mended.namingStyle) === -1) mended.namingStyle = defaultSettings.namingStyle;
  mended.namingRules = mended.namingRules.slice(0, LONGEST_NAMING_RULES);
  return { ...mended, skip: { ...defaultSettings.skip, ...sameTypes(defaultSettings.skip, skip) } };
}

/** The fields of `value` that `like` has too, with the same type. */
function sameTypes<Like extends object>(like: Like, value: Record<string, unknown>): Partial<Like> {
  const same: Partial<Like> = {};
  for (const key of Object.keys(like) as (keyof Like & string)[]) {
    if (key !== 'skip' && typeof value[key] === typeof like[key]) same[key] = value[key] as Like[typeof key];
  }
  return same;
}

function isRecord(value: unknown): value is Record<string, unknown> & Partial<Record<keyof Settings, unknown>> {
  return typeof value === 'object' && value !== null;
}
