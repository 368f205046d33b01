import type { FontName, ParameterValues } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../../src/main/figma-api.ts';
import type { MainMessage, UiMessage } from '../../src/messages.ts';
import type { Meter } from './meter.ts';
import type { DocumentSpec, DrawnNode } from './node-spec.ts';

/** What an export asks of the host: a picture of `node` with all that it holds. */
export interface ExportRequest {
  readonly node: DrawnNode;
  /** Factor on the layer's own size: 1 is 100 %. */
  readonly scale: number;
}

/** clientStorage's floor: any asynchronous map. Values are plain data. */
export interface StorageLike {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

export interface FakeOptions {
  readonly document: DocumentSpec;
  /** Draws a layer as PNG bytes. */
  readonly exportPicture: (request: ExportRequest) => Promise<Uint8Array>;
  /** The document, the selection or the page has changed; called once after any number of changes. */
  readonly onChange?: () => void;
  /** Takes the main thread's messages, copied as postMessage copies them. */
  readonly postMessageToUi?: (message: MainMessage) => void;
  /** null: Figma gives no user. */
  readonly currentUser?: { readonly id: string; readonly name: string } | null;
  /** Kept in memory if omitted. */
  readonly clientStorage?: StorageLike;
  /** The fonts on this machine; Inter in Regular, Medium, Semi Bold and Bold if omitted. */
  readonly fonts?: readonly FontName[];
  /** The plugin asks to show a line at the foot of the window: already cut to 100 characters. */
  readonly onNotify?: (message: string, isError: boolean) => void;
  /** The plugin shows its window or gives it another size, in pixels. */
  readonly onResize?: (width: number, height: number) => void;
  /** The plugin brings layers into view. */
  readonly onZoom?: (ids: readonly string[]) => void;
  /** The menu command that the plugin was started by, '' if by its name. */
  readonly command?: string;
  readonly parameters?: ParameterValues;
  readonly onClose?: () => void;
  /** Milliseconds of reading, as meter.ts counts them, after which a turn of the plugin throws. */
  readonly readBudgetMs?: number;
  /** Asked before a property of a layer is set or a method called: true has it throw, as Figma may at any time. */
  readonly refuses?: (property: string) => boolean;
}

/** What a host, or a test in the place of the designer, may see and do. None of it goes through the Plugin API. */
export interface FakeModel {
  /** The layers of the current page as they stand, back to front. */
  readonly layers: readonly DrawnNode[];
  /** One layer of any page, undefined if it is missing. */
  find(id: string): DrawnNode | undefined;
  readonly selection: readonly string[];
  select(ids: readonly string[]): void;
  readonly pages: readonly { readonly id: string; readonly name: string }[];
  readonly currentPageId: string;
  /** Goes to another page, as a designer does. */
  openPage(id: string): void;
  /** Renames a layer as a designer does. */
  rename(id: string, name: string): void;
  /** Deletes a layer as a designer does. */
  remove(id: string): void;
  /** Duplicates a layer as a designer does; its id. */
  duplicate(id: string): string;
  /** Bytes that were given to createImage, by their hash. */
  imageBytes(hash: string): Uint8Array | undefined;
  /** Everything of a layer and what it holds, as one string: equal strings mean that nothing was touched. */
  fingerprint(id: string): string;
  /** A number for the state of a layer and what it holds: another one once anything was touched. */
  version(id: string): number;
  /** What the plugin has read. */
  readonly reads: Meter;
  /** Steps of undo that were committed and not undone. */
  readonly undoSteps: number;
}

export interface Fake {
  /** Give this to the main thread instead of Figma's. Throws wherever Figma throws. */
  readonly figma: FigmaApi;
  /** Hands a message of the UI to the main thread, copied and later, as postMessage does. */
  handleUiMessage(message: UiMessage): void;
  readonly model: FakeModel;
  /** Takes back the last step of undo; false if there is nothing to undo. */
  undo(): boolean;
}
