import type { Design } from '../designs/design.ts';
import { readFigmaJson } from '../designs/read-figma-json.ts';
import { readPngs } from '../designs/read-pngs.ts';
import { readSvg } from '../designs/read-svg.ts';

/** Read as one text and parsed at once, which takes several times as much memory: a tab has a few GB. */
const LARGEST_JSON = 200_000_000;

/**
 * Reads what a visitor dropped or chose: a file of Figma's REST API, one SVG, or PNGs.
 *
 * @throws Error with a message for a person
 */
export async function readFiles(files: readonly File[]): Promise<Design> {
  const svg = files.find((file) => file.type === 'image/svg+xml' || file.name.toLowerCase().endsWith('.svg'));
  if (svg !== undefined) return await readSvg(svg);
  const json = files.find((file) => file.type === 'application/json' || file.name.toLowerCase().endsWith('.json'));
  if (json !== undefined) return await readFile(json);
  if (files.length === 0) {
    throw new Error(
      "Nothing was dropped that could be read. Drop an SVG, a folder of PNGs or a file of Figma's REST API.",
    );
  }
  return await readPngs(files);
}

/** The drawing of such a file comes from its layers, so that its picture is empty. */
async function readFile(json: File): Promise<Design> {
  if (json.size > LARGEST_JSON) {
    const size = Math.round(json.size / 1e6).toLocaleString('en');
    throw new Error(
      `${json.name} has ${size} MB, and the playground opens up to ${LARGEST_JSON / 1e6} MB. Ask the API for fewer layers with ids= or depth=.`,
    );
  }
  const { name, file } = readFigmaJson(await json.text(), json.name);
  const canvas = new OffscreenCanvas(1, 1);
  // A canvas nobody has drawn on cannot be read.
  canvas.getContext('2d');
  const picture = await canvas.convertToBlob();
  const { note } = file;
  const drawn = { width: 1, height: 1, layers: [], picture, layerPictures: new Map() };
  return { name, ...drawn, figmaFile: file, ...(note !== undefined && { note }) };
}

/** All files of a drop, those in folders too. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesOfEntry))).flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  // A reader hands out a hundred at a time, and then none.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(filesOfEntry))).flat();
}
