import type { Scheme } from './palettes.ts';

/** One way a designer might take a frame. */
export interface Direction {
  readonly theme: string;
  /** Words in the prompt file or the brief that call for it. */
  readonly tags: readonly string[];
  /** What it does, after "In {color} and {accent}: ". */
  readonly idea: string;
  readonly scheme: Scheme;
  /** Factor of the sizes of titles and headings, as far as there is room. */
  readonly titleScale: number;
  readonly fonts: { readonly title: string; readonly titleStyle: string; readonly body: string };
  /** What it takes for scripts without Latin letters. */
  readonly manner: 'sans' | 'serif';
  readonly labelCase?: 'UPPER';
  /** Corner radius in px of controls and of surfaces. */
  readonly controlRadius: number;
  readonly surfaceRadius: number;
  readonly shadow?: { readonly y: number; readonly blur: number; readonly opacity: number };
  /** A gradient over controls, from primary to accent. */
  readonly gradient?: boolean;
  readonly outline?: number;
  readonly hideLines?: boolean;
  /** Factor of the gaps of auto layouts, as far as there is room. */
  readonly gapScale: number;
  /** The manner of its pictures. */
  readonly picture: string;
}
