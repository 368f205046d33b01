import type { RGB, SolidPaint } from '@figma/plugin-typings/plugin-api-standalone.js';

/** Figma's 0..1 from `#rrggbb`. */
export function parseColor(color: string): RGB {
  const channel = (at: number): number => parseInt(color.slice(at, at + 2), 16) / 255;
  return { r: channel(1), g: channel(3), b: channel(5) };
}

/** `#rrggbb` from Figma's 0..1. */
export function formatColor({ r, g, b }: RGB): string {
  return `#${twoDigits(r)}${twoDigits(g)}${twoDigits(b)}`;
}

function twoDigits(channel: number): string {
  return `0${Math.round(channel * 255).toString(16)}`.slice(-2);
}

/** One color, laid over nothing. */
export function solidPaint(color: string, opacity: number): SolidPaint {
  return { type: 'SOLID', color: parseColor(color), opacity };
}
