import type { ComponentPropertyDefinitions, VariableAlias } from '@figma/plugin-typings/plugin-api-standalone.js';

/** Pixels of the page. */
export interface RestRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface RestColor {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a?: number;
}

/** A paint, an effect or a node of the REST API has more fields; these are read. */
export interface RestPaint {
  readonly type: string;
  readonly visible?: boolean;
  readonly opacity?: number;
  readonly color?: RestColor;
  readonly gradientStops?: readonly { readonly position: number; readonly color: RestColor }[];
  readonly gradientHandlePositions?: readonly { readonly x: number; readonly y: number }[];
  readonly boundVariables?: { readonly color?: VariableAlias };
}

export interface RestEffect {
  readonly type: string;
  readonly visible?: boolean;
  readonly radius?: number;
  readonly spread?: number;
  readonly color?: RestColor;
  readonly offset?: { readonly x: number; readonly y: number };
}

export interface RestNode {
  readonly id?: string;
  readonly type: string;
  readonly name?: string;
  readonly children?: readonly RestNode[];
  readonly absoluteBoundingBox?: RestRect | null;
  readonly fills?: readonly RestPaint[];
  readonly strokes?: readonly RestPaint[];
  readonly effects?: readonly RestEffect[];
  readonly individualStrokeWeights?: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
  readonly boundVariables?: Readonly<Record<string, VariableAlias | readonly VariableAlias[]>>;
  readonly cornerRadius?: number;
  readonly rectangleCornerRadii?: readonly number[];
  readonly constraints?: { readonly horizontal: string; readonly vertical: string };
  readonly characters?: string;
  readonly style?: {
    readonly fontFamily?: string;
    readonly fontStyle?: string;
    readonly fontPostScriptName?: string | null;
    readonly fontWeight?: number;
    readonly italic?: boolean;
    readonly fontSize?: number;
    readonly textAlignHorizontal?: string;
    readonly textAutoResize?: string;
  };
  readonly styles?: Readonly<Record<string, string>>;
  readonly componentId?: string;
  readonly componentProperties?: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
  readonly componentPropertyDefinitions?: ComponentPropertyDefinitions;
  readonly [field: string]: unknown;
}
