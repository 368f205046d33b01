import type { FontName } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { DocumentSpec, NodeSpec, PageSpec, StyleSpec } from '../../fake/node-spec.ts';
import { convertNode } from './convert-node.ts';
import { countLayers, cutLayers, MOST_LAYERS, noteLimit } from './layer-limit.ts';
import type { RestNode } from './rest-node.ts';

/** A file of Figma's REST API, opened. */
export interface FigmaFile {
  readonly document: DocumentSpec;
  /** What is selected at first: the first frame of the first page that has one. */
  readonly firstFrameId: string;
  readonly fonts: readonly FontName[];
  /** What the visitor should know if only a part of the file was opened. */
  readonly note?: string;
  /** The file with other names of its layers, as JSON. */
  rename(names: ReadonlyMap<string, string>): string;
}

/** The reply of `GET /v1/files/:key`, as far as it is read. Source: https://developers.figma.com/docs/rest-api/. */
interface RestFile {
  readonly name?: string;
  readonly document?: RestNode;
  readonly styles?: Readonly<Record<string, { readonly name: string; readonly styleType: string }>>;
}

/**
 * Reads what Figma's REST API answers for a file. Its layers have their types, places, auto-layout, components, styles
 * and variables; pictures are not in it. Of a file of more than 20,000 layers the first screens are opened.
 *
 * @param name for files that have none
 * @throws Error with a message for a person if it is not such a file
 */
export function readFigmaJson(text: string, name: string): { name: string; file: FigmaFile } {
  const file = parse(text, name);
  const pages = (file.document?.children ?? []).filter(({ type }) => type === 'CANVAS');
  const counted = new Set<string>();
  const fonts = new Map<string, FontName>();
  const { screens, total, opened } = chooseScreens(pages);
  const converted: PageSpec[] = pages.map((page, index) => ({
    name: page.name ?? 'Page',
    children: (screens[index] ?? []).map((child) => convertNode(child, { counted, fonts })),
  }));
  const filled = converted.filter(({ children }) => children.length > 0);
  const [first] = filled;
  if (first === undefined) throw new Error(`${name} holds no layers.`);
  const frame = first.children.find(({ type }) => type !== 'SECTION') ?? first.children[0];
  return {
    name: file.name ?? name,
    file: {
      document: { pages: [...filled], isLaidOut: true, styles: stylesOf(file, filled) },
      firstFrameId: frame?.id ?? '',
      fonts: [...fonts.values()],
      ...(opened < total && { note: noteLimit(name, total, opened) }),
      rename: (names) => JSON.stringify(renamed(file, names), undefined, 2),
    },
  };
}

/** The screens to open, by page: whole ones, until the next has too many layers. Of the very first a part is opened. */
function chooseScreens(pages: readonly RestNode[]): { screens: RestNode[][]; total: number; opened: number } {
  let [total, opened, isFull] = [0, 0, false];
  const screens = pages.map(({ children = [] }) => {
    const chosen: RestNode[] = [];
    for (const screen of children) {
      const count = countLayers(screen);
      total += count;
      isFull ||= opened > 0 && opened + count > MOST_LAYERS;
      if (isFull) continue;
      chosen.push(count > MOST_LAYERS ? cutLayers(screen, MOST_LAYERS) : screen);
      opened += Math.min(count, MOST_LAYERS);
    }
    return chosen;
  });
  return { screens, total, opened };
}

function parse(text: string, name: string): RestFile {
  let file: RestFile | undefined;
  try {
    file = JSON.parse(text) as RestFile;
  } catch {
    throw new Error(`${name} is not JSON.`);
  }
  if (file?.document?.type === 'DOCUMENT') return file;
  throw new Error(`${name} is not a file of Figma's REST API: open the reply of GET /v1/files/:key.`);
}

/** Styles that layers use, with the paints that a layer shows: the file names styles and holds none of their values. */
function stylesOf({ styles = {} }: RestFile, pages: readonly PageSpec[]): StyleSpec[] {
  const known = new Map<string, StyleSpec>();
  const waiting: NodeSpec[] = pages.flatMap(({ children }) => children);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const { fillStyleId, strokeStyleId, effectStyleId, textStyleId, fontName, fontSize } = node;
    const add = (id: string | undefined, style: Omit<StyleSpec, 'id' | 'name'>): void => {
      if (id !== undefined && !known.has(id)) known.set(id, { id, name: styles[id]?.name ?? id, ...style });
    };
    add(fillStyleId, { type: 'PAINT', ...(node.fills !== undefined && { paints: node.fills }) });
    add(strokeStyleId, { type: 'PAINT', ...(node.strokes !== undefined && { paints: node.strokes }) });
    add(effectStyleId, { type: 'EFFECT', ...(node.effects !== undefined && { effects: node.effects }) });
    add(textStyleId, {
      type: 'TEXT',
      ...(fontName !== undefined && { fontName }),
      ...(fontSize !== undefined && { fontSize }),
    });
    waiting.push(...(node.children ?? []));
  }
  return [...known.values()];
}

function renamed(file: RestFile, names: ReadonlyMap<string, string>): RestFile {
  const copy = structuredClone(file) as { document: RestNode };
  const waiting: { id?: string; name?: string; children?: readonly RestNode[] }[] = [copy.document];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const name = names.get(node.id ?? '');
    if (name !== undefined) node.name = name;
    waiting.push(...(node.children ?? []));
  }
  return copy;
}
