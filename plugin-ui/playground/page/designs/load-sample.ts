import type { EditLayer } from '../../../../src/schemas/edits.ts';
import type { FakeType } from '../../fake/node-spec.ts';
import { addWords } from './add-words.ts';
import type { Design, DesignLayer } from './design.ts';

/** `frame.json` of a sample, with every file it names as base64. */
interface SampleReply {
  readonly frame: {
    readonly frameName: string;
    readonly frameWidth: number;
    readonly frameHeight: number;
    readonly image: string;
    readonly layers: readonly (Omit<EditLayer, 'name'> & { id: string; currentName: string; image?: string })[];
  };
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Asks the service for one of its sample designs.
 *
 * @throws Error with a message for a person if it does not come
 */
export async function loadSample(name: string): Promise<Design> {
  const response = await fetch(`/try/samples/${encodeURIComponent(name)}`).catch(() => undefined);
  if (response === undefined) throw new Error('The service cannot be reached. Is it still running?');
  if (!response.ok) throw new Error(`The sample did not come: the service answered with status ${response.status}.`);
  const { frame, files } = (await response.json()) as SampleReply;
  const pictures = new Map<string, Blob>();
  for (const { id, image } of frame.layers) {
    const file = image === undefined ? undefined : files[image];
    if (file !== undefined) pictures.set(id, pngOf(file));
  }
  const picture = pngOf(files[frame.image] ?? '');
  return {
    name: frame.frameName,
    width: frame.frameWidth,
    height: frame.frameHeight,
    layers: addWords(frame.layers.map(toLayer), await createImageBitmap(picture), frame.frameWidth),
    picture,
    layerPictures: pictures,
  };
}

function toLayer(layer: SampleReply['frame']['layers'][number]): DesignLayer {
  const { id, currentName, type, x, y, width, height, text, fontSize, cornerRadius, fills = [], hasImageFill } = layer;
  const solid = fills.findLast((fill) => fill.type === 'SOLID' && fill.color !== undefined);
  return {
    id,
    name: currentName,
    // What holds words is a frame in Figma.
    type: (type === 'RECTANGLE' && text !== undefined ? 'FRAME' : type) as FakeType,
    x,
    y,
    width,
    height,
    ...(text === undefined ? {} : { text }),
    ...(fontSize === undefined ? {} : { fontSize }),
    ...(solid?.color === undefined ? {} : { fill: solid.color, fillOpacity: solid.opacity ?? 1 }),
    ...(hasImageFill === true ? { hasImageFill } : {}),
    ...(typeof cornerRadius === 'number' ? { cornerRadius } : {}),
  };
}

function pngOf(base64: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}
