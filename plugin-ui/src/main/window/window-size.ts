import type { FigmaApi } from '../figma-api.ts';

const KEY = 'window';
const SAVE_AFTER_MS = 400;

export interface Size {
  width: number;
  height: number;
}

/** The plugin's window of a first start, in px. */
export const FIRST_SIZE: Size = { width: 400, height: 640 };
const LEAST_SIZE: Size = { width: 320, height: 400 };
const MOST_SIZE: Size = { width: 900, height: 1000 };

/** Keeps the window's size between runs, on this machine. */
export function createWindowSize(figma: FigmaApi) {
  let size = FIRST_SIZE;
  let isWaiting = false;

  function save(): void {
    if (!isWaiting) return;
    isWaiting = false;
    // Kept or not, the window has its size.
    figma.clientStorage.setAsync(KEY, size).catch(() => undefined);
  }

  return {
    /** Gives the window the size it had. */
    async restore(): Promise<void> {
      try {
        const kept: unknown = await figma.clientStorage.getAsync(KEY);
        if (!isSize(kept)) return;
        size = fit(kept);
        if (size.width !== FIRST_SIZE.width || size.height !== FIRST_SIZE.height) {
          figma.ui.resize(size.width, size.height);
        }
      } catch {
        // The window opens in its first size.
      }
    },
    /** Gives the window another size, and keeps it once the designer has stopped dragging. */
    change(wanted: Size): void {
      if (!isSize(wanted)) return;
      size = fit(wanted);
      figma.ui.resize(size.width, size.height);
      if (isWaiting) return;
      isWaiting = true;
      setTimeout(save, SAVE_AFTER_MS);
    },
    /** Keeps the size at once: the window is about to close. */
    flush: save,
  };
}

function fit({ width, height }: Size): Size {
  return { width: between('width', width), height: between('height', height) };
}

function between(side: keyof Size, value: number): number {
  return Math.round(Math.min(MOST_SIZE[side], Math.max(LEAST_SIZE[side], value)));
}

function isSize(value: unknown): value is Size {
  if (typeof value !== 'object' || value === null) return false;
  const { width, height } = value as Partial<Size>;
  return typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0;
}
