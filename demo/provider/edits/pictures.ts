import { toHex } from '../color-stats.ts';
import type { Direction } from './direction.ts';
import type { FrameAsk } from './frame-ask.ts';
import type { Instruction } from './instructions.ts';
import type { Palette } from './palettes.ts';
import type { Item, Scene } from './scene.ts';

const mostPictures = 2;

/** Pictures for the largest layers that hold one, else for the largest plain box; never where words lie on it. */
export function writePictures(
  ask: FrameAsk,
  scene: Scene,
  direction: Direction,
  palette: Palette,
  colors: string,
): Instruction[] {
  // What lies on a card or in a field hides no picture below those.
  const holdsWords = new Set(
    scene.items
      .filter(({ kind, layer }) => kind === 'text' || layer.text)
      .map((item) => [item, ...item.below].find(({ kind, cover }) => kind === 'photo' || cover > 0.9)),
  );
  const free = scene.items.filter((item) => !holdsWords.has(item) && !item.layer.text);
  const photos = free.filter(({ kind, layer }) => kind === 'photo' && Math.min(layer.width, layer.height) >= 24);
  const plain = free.filter(({ kind, layer }) => kind === 'box' && Math.min(layer.width, layer.height) >= 80);
  const chosen = photos.length > 0 ? photos : largest(plain).slice(0, 1);
  const title = largest(scene.items.filter(({ kind }) => kind === 'text'))[0]?.layer.text;
  const subject = title ? `${ask.name}: ${title}` : ask.name;
  return largest(chosen)
    .slice(0, mostPictures)
    .map(({ layer }) => ({
      action: 'generateImage',
      target: layer.id,
      imagePrompt:
        `${direction.picture}; for "${subject.slice(0, 120)}"; in ${colors} ` +
        `(${toHex(palette.primary)}, ${toHex(palette.accent)}, ${toHex(palette.ground)})`,
    }));
}

function largest(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => b.layer.width * b.layer.height - a.layer.width * a.layer.height);
}
