import type { FigmaApi } from './figma-api.ts';

/** Runs the main thread on this `figma`: Figma's own, or the stand-in. */
export function runMain(figma: FigmaApi, html: string): void {
  figma.showUI(html, { width: 400, height: 640, themeColors: true });
}
