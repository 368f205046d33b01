import { defaultSettings, type Settings, type SkipReason } from '../messages.ts';
import type { FigmaApi } from './figma-api.ts';

const KEY = 'settings';

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

/** Keeps the settings, and returns them as they are kept. */
export async function saveSettings(figma: FigmaApi, settings: Settings): Promise<Settings> {
  const mended = mendSettings(settings);
  await figma.clientStorage.setAsync(KEY, mended);
  return mended;
}

function mendSettings(value: unknown): Settings {
  const kept = isRecord(value) ? value : {};
  const skip = isRecord(kept.skip) ? kept.skip : {};
  const mended = { ...defaultSettings, ...sameTypes(defaultSettings, kept) };
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

function isRecord(value: unknown): value is Record<string, unknown> & { skip?: unknown } {
  return typeof value === 'object' && value !== null;
}

/** Whether two settings leave out the same layers. */
export function hasSameSwitches(a: Settings, b: Settings): boolean {
  return (Object.keys(a.skip) as SkipReason[]).every((reason) => a.skip[reason] === b.skip[reason]);
}
