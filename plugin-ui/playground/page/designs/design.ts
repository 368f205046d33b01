import type { FakeType } from '../../fake/node-spec.ts';
import type { FigmaFile } from './read-figma-json.ts';

/** A layer of a design; lengths in pixels from the frame's top left. */
export interface DesignLayer {
  readonly id: string;
  readonly name: string;
  readonly type: FakeType;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text?: string;
  readonly fontSize?: number;
  /** `#rrggbb`; no fill if omitted. */
  readonly fill?: string;
  readonly fillOpacity?: number;
  readonly hasImageFill?: boolean;
  readonly cornerRadius?: number;
  /** The layer it lies in, null for the frame itself; left out if the file does not say, so that boxes decide. */
  readonly parentId?: string | null;
  readonly clipsContent?: boolean;
}

/** One frame with its pictures, wherever it came from. */
export interface Design {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Back to front. */
  readonly layers: readonly DesignLayer[];
  /** The whole frame, PNG. */
  readonly picture: Blob;
  /** PNGs of layers by id; one without is cut out of the frame's. */
  readonly layerPictures: ReadonlyMap<string, Blob>;
  /** What the visitor should know of how it was opened. */
  readonly note?: string;
  /** A file of Figma's REST API: its whole structure, which is drawn from its own fills and texts. */
  readonly figmaFile?: FigmaFile;
  /** The SVG it was read from, whose ids are the layers' names; `elementOf` finds a layer's element in a copy of it. */
  readonly svg?: {
    readonly document: Document;
    readonly elementOf: (copy: Document, layerId: string) => Element | undefined;
  };
}
