import type { FontName, PageNode, PluginAPI, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Inside } from './inside.ts';
import type { Library } from './library.ts';
import type { Meter } from './meter.ts';
import type { DrawnNode } from './node-spec.ts';
import type { Store } from './store.ts';

/** A font's key: family and style, as Figma shows them. */
export function fontKey({ family, style }: FontName): string {
  return `${family} ${style}`;
}

/** What the parts of the fake share. */
export interface World {
  readonly store: Store;
  readonly library: Library;
  readonly meter: Meter;
  /** What instances are around a node. */
  readonly inside: (id: string) => Inside;
  /** Whether a property cannot be set, or a method called, for a test of what the plugin does then. */
  readonly refuses: (property: string) => boolean;
  readonly mixed: PluginAPI['mixed'];
  /** Keys of the fonts of this machine, and of those that the plugin has loaded. */
  readonly fontsHere: ReadonlyMap<string, FontName>;
  readonly fontsLoaded: Set<string>;
  /** Bytes given to createImage, by hash. */
  readonly images: Map<string, Uint8Array>;
  readonly pageIds: readonly string[];
  readonly loadedPages: Set<string>;
  readonly selection: Map<string, readonly string[]>;
  currentPageId: string;
  /** Whether layers that are hidden inside instances are kept from the plugin. */
  skipsHiddenInInstances: boolean;
  /** A node as the plugin sees it; another object at every call, as Figma promises no identity. */
  node(id: string): SceneNode;
  page(id: string): PageNode;
  draw(id: string): DrawnNode;
  readonly exportPicture: (request: { node: DrawnNode; scale: number }) => Promise<Uint8Array>;
  /** Selection or page changed: notifies the plugin and the host, later and once. */
  emit(event: 'selectionchange' | 'currentpagechange'): void;
}

/** A value as Figma hands it out: a copy that cannot be changed. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const copy = (Array.isArray(value) ? [] : {}) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) copy[key] = frozen<unknown>(inner);
  return Object.freeze(copy) as Value;
}
