import type {
  Paint,
  PaintStyle,
  SceneNode,
  SolidPaint,
  Variable,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import type { DesignToken } from '../../../../src/schemas/edits.ts';
import type { FigmaApi } from '../figma-api.ts';
import { tryTo } from '../try-to.ts';
import { formatColor } from './hex-color.ts';
import { isShown } from './is-shown.ts';

/** The service's most. */
const MOST_TOKENS = 200;
const LONGEST_NAME = 255;

/** A color variable or a paint style of one color. */
export type Token = { name: string } & (
  | { kind: 'variable'; variable: Variable }
  | { kind: 'style'; style: PaintStyle; paint: SolidPaint }
);

/** The colors that a file offers by name. Read before a variant is made, since reading them waits. */
export interface TokenBook {
  /** For the request: the name and the color that each has in the frame; those in use there first. */
  list: DesignToken[];
  find(name: string): Token | undefined;
  /** Name of the token that a paint's color or a layer's style comes from. */
  nameOf(paint: Paint | undefined, styleId: unknown): string | undefined;
  /** "the variable color/text", by the id of a variable or a style. */
  describe(id: string): string | undefined;
  /** A token of the same kind as the one that is in use, which has this color at the layer. */
  match(color: string, node: SceneNode, inUse: Token): Token | undefined;
  /** The token that a paint's color or a layer's style comes from. */
  inUse(paint: Paint | undefined, styleId: unknown): Token | undefined;
}

const noTokens: TokenBook = {
  list: [],
  find: () => undefined,
  nameOf: () => undefined,
  describe: () => undefined,
  match: () => undefined,
  inUse: () => undefined,
};

/** Reads the file's own tokens, and those of libraries that the layers use. Without them variants work as well. */
export async function readTokens(figma: FigmaApi, frame: SceneNode, layers: readonly SceneNode[]): Promise<TokenBook> {
  try {
    return createTokenBook(await findTokens(figma, layers), frame);
  } catch {
    return noTokens;
  }
}

async function findTokens(figma: FigmaApi, layers: readonly SceneNode[]): Promise<Token[]> {
  const tokens = new Map<string, Token>();
  const addVariable = (variable: Variable | null): void => {
    if (variable === null || variable.resolvedType !== 'COLOR' || tokens.has(variable.id)) return;
    tokens.set(variable.id, { kind: 'variable', name: variable.name, variable });
  };
  const addStyle = (style: unknown): void => {
    const { id, name, type, paints } = (style || {}) as PaintStyle;
    const paint = type === 'PAINT' && paints.length === 1 ? paints[0] : undefined;
    if (paint === undefined || paint.type !== 'SOLID' || tokens.has(id)) return;
    tokens.set(id, { kind: 'style', name, style: style as PaintStyle, paint });
  };
  const used = usedIds(layers);
  // One of a library that cannot be reached costs itself only.
  for (const id of Array.from(used.variables)) {
    addVariable(await figma.variables.getVariableByIdAsync(id).catch(() => null));
  }
  for (const id of Array.from(used.styles)) addStyle(await figma.getStyleByIdAsync(id).catch(() => null));
  for (const variable of await figma.variables.getLocalVariablesAsync('COLOR')) addVariable(variable);
  for (const style of await figma.getLocalPaintStylesAsync()) addStyle(style);
  return Array.from(tokens.values());
}

/** Ids of what the layers' colors come from. */
function usedIds(layers: readonly SceneNode[]): { variables: Set<string>; styles: Set<string> } {
  const used = { variables: new Set<string>(), styles: new Set<string>() };
  const collect = (node: SceneNode): void => {
    if (node.removed) return;
    for (const field of ['fills', 'strokes'] as const) {
      const paints = paintsOf(node, field);
      for (const paint of paints) {
        const id = boundColorOf(paint);
        if (id !== undefined) used.variables.add(id);
      }
      const styleId = styleIdOf(node, field);
      if (typeof styleId === 'string' && styleId !== '') used.styles.add(styleId);
    }
  };
  for (const node of layers) tryTo(() => collect(node));
  return used;
}

function createTokenBook(found: readonly Token[], frame: SceneNode): TokenBook {
  const byName = new Map<string, Token>();
  const byId = new Map<string, Token>();
  const list: DesignToken[] = [];
  for (const token of found) {
    const id = idOf(token);
    const isTaken = token.name === '' || byName.has(token.name);
    const name = (isTaken ? `${token.name} (${token.kind} ${id})` : token.name).slice(0, LONGEST_NAME);
    const named = { ...token, name };
    byId.set(id, named);
    byName.set(name, named);
    const color = colorOf(named, frame);
    if (color !== undefined && list.length < MOST_TOKENS) list.push({ name, color });
  }
  const inUse = (paint: Paint | undefined, styleId: unknown): Token | undefined => {
    const variableId = paint === undefined ? undefined : boundColorOf(paint);
    return byId.get(variableId === undefined ? String(styleId) : variableId);
  };
  return {
    list,
    find: (name) => byName.get(name),
    inUse,
    nameOf(paint, styleId) {
      const token = inUse(paint, styleId);
      return token === undefined ? undefined : token.name;
    },
    describe(id) {
      const token = byId.get(id);
      return token === undefined ? undefined : `the ${token.kind} ${token.name}`;
    },
    match(color, node, like) {
      const fit = Array.from(byName.values()).filter(
        (token) => token.kind === like.kind && colorOf(token, node) === color,
      );
      return fit.find((token) => token.name === like.name) || nearestName(fit, like.name);
    },
  };
}

/** Of several tokens of one color the one whose name begins most like the one in use: "text/..." stays among texts. */
function nearestName(tokens: readonly Token[], name: string): Token | undefined {
  const shared = (other: string): number => {
    let length = 0;
    while (length < name.length && other[length] === name[length]) length += 1;
    return length;
  };
  let nearest = tokens[0];
  for (const token of tokens) if (nearest !== undefined && shared(token.name) > shared(nearest.name)) nearest = token;
  return nearest;
}

function idOf(token: Token): string {
  return token.kind === 'variable' ? token.variable.id : token.style.id;
}

/**
 * `#rrggbb` of a token at a layer, whose modes say which; undefined if one can see through it, since a model that is
 * given a veil as black would write with it.
 */
function colorOf(token: Token, node: SceneNode): string | undefined {
  if (token.kind === 'style') {
    const { color, opacity = 1, visible = true } = token.paint;
    return visible && opacity === 1 ? formatColor(color) : undefined;
  }
  try {
    const { value } = token.variable.resolveForConsumer(node);
    if (typeof value !== 'object' || !('r' in value)) return undefined;
    return 'a' in value && value.a < 1 ? undefined : formatColor(value);
  } catch {
    return undefined;
  }
}

/** The id of the variable that a paint's color is bound to. */
export function boundColorOf(paint: Paint): string | undefined {
  if (paint.type !== 'SOLID' || paint.boundVariables === undefined) return undefined;
  const { color } = paint.boundVariables;
  return color === undefined ? undefined : color.id;
}

/** A layer's paints; none if it has no such property, or several at once. */
export function paintsOf(node: SceneNode, field: 'fills' | 'strokes'): readonly Paint[] {
  if (field === 'strokes') return 'strokes' in node ? node.strokes : [];
  if (!('fills' in node)) return [];
  const { fills } = node;
  return typeof fills === 'symbol' ? [] : fills;
}

/** The id of the style of a layer's fills or strokes; a symbol if there are several. */
export function styleIdOf(node: SceneNode, field: 'fills' | 'strokes'): string | symbol {
  if (field === 'strokes') return 'strokeStyleId' in node ? node.strokeStyleId : '';
  return 'fillStyleId' in node ? node.fillStyleId : '';
}

/** The color that shows: the topmost one. */
export function topSolid(paints: readonly Paint[]): SolidPaint | undefined {
  for (let index = paints.length - 1; index >= 0; index -= 1) {
    const paint = paints[index];
    if (paint !== undefined && paint.type === 'SOLID' && isShown(paint)) return paint;
  }
  return undefined;
}
