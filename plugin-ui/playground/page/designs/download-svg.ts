import { escapeXml, num } from '../../../../demo/render/svg.ts';
import type { DrawnNode } from '../../fake/node-spec.ts';
import type { Design } from './design.ts';

/** A file of the REST API with the layers' names of now. */
export function buildRenamedJson({ figmaFile }: Design, layers: readonly DrawnNode[]): Blob | undefined {
  if (figmaFile === undefined) return undefined;
  return new Blob([figmaFile.rename(collectNames(layers))], { type: 'application/json' });
}

/** The design as an SVG whose ids are the layers' names of now, for the visitor to keep. */
export async function buildRenamedSvg(design: Design, frame: DrawnNode): Promise<Blob> {
  const names = collectNames([frame]);
  const text = design.svg === undefined ? await drawPictures(design, frame, names) : renameIds(design.svg, names);
  return new Blob([text], { type: 'image/svg+xml' });
}

function collectNames(layers: readonly DrawnNode[]): Map<string, string> {
  const names = new Map<string, string>();
  const waiting = [...layers];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    names.set(node.id, node.name);
    waiting.push(...node.children);
  }
  return names;
}

/** Ids must be unique in an SVG: the second `icon` becomes `icon_2`, as Figma's own export has it. */
function createUnique(): (name: string) => string {
  const uses = new Map<string, number>();
  return (name) => {
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return use === 1 ? name : `${name}_${use}`;
  };
}

function renameIds({ document, elementOf }: NonNullable<Design['svg']>, names: ReadonlyMap<string, string>): string {
  const copy = document.cloneNode(true) as Document;
  const unique = createUnique();
  const found = [...names].flatMap(([id, name]) => {
    const element = elementOf(copy, id);
    return element === undefined ? [] : [{ element, name }];
  });
  for (const { element, name } of found) element.id = unique(name);
  return new XMLSerializer().serializeToString(copy);
}

/** A design of pictures: the frame's picture beneath, and each layer over it as its own picture, with its name. */
async function drawPictures(design: Design, frame: DrawnNode, names: ReadonlyMap<string, string>): Promise<string> {
  const unique = createUnique();
  const images: string[] = [];
  for (const { id, name, x, y, width, height } of design.layers) {
    const picture = design.layerPictures.get(id);
    const place = `x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}"`;
    const label = escapeXml(unique(names.get(id) ?? name));
    images.push(
      picture === undefined
        ? `<rect id="${label}" ${place} fill="none"/>`
        : `<image id="${label}" ${place} href="${await toDataUrl(picture)}"/>`,
    );
  }
  const { width, height } = design;
  const size = `width="${num(width)}" height="${num(height)}"`;
  const ground = `<image ${size} href="${await toDataUrl(design.picture)}"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${num(width)} ${num(height)}">` +
    `<g id="${escapeXml(unique(frame.name))}">${ground}${images.join('')}</g></svg>\n`
  );
}

function toDataUrl(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result as string));
    reader.addEventListener('error', () => reject(new Error('A picture could not be read.')));
    reader.readAsDataURL(picture);
  });
}
