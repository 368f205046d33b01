/** The size of a picture, pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

interface Family {
  readonly name: string;
  readonly models: RegExp;
  readonly tokensOf: (picture: PictureSize) => number;
}

/** How model families count a picture sent to them; the first that fits decides. Read in November 2026. */
const families: readonly Family[] = [
  // ai.google.dev/gemini-api/docs/media-resolution: the default, whatever the picture's size.
  { name: 'Gemini 3', models: /gemini-3/, tokensOf: () => 1120 },
  // ai.google.dev/gemini-api/docs/tokens: one tile up to 384 px, else one for each 768 px.
  { name: 'Gemini 2', models: /gemini-[12]/, tokensOf: (size) => 258 * countTiles(size, 384, 768) },
  // docs.claude.com, vision: area / 750 after scaling to 1,568 px at most.
  { name: 'Claude', models: /claude|anthropic/, tokensOf: (size) => Math.ceil(areaOf(fitInto(size, 1568)) / 750) },
  // platform.openai.com, images and vision: 85, and 170 for each 512 px tile after scaling to 2,048 px, short side 768.
  {
    name: 'GPT',
    models: /gpt|openai/,
    tokensOf: (size) => 85 + 170 * countTiles(shortenSide(fitInto(size, 2048), 768), 0, 512),
  },
];

/** Tokens of a picture by the rule of the model's family; by Gemini 3's for a model of none of them. */
export function countPictureTokens(model: string, size: PictureSize): number {
  return (families.find(({ models }) => models.test(model)) ?? families[0])?.tokensOf(size) ?? 0;
}

/** Tokens of a text: about four characters each. */
export function countTextTokens(characters: number): number {
  return Math.ceil(characters / 4);
}

function countTiles({ width, height }: PictureSize, single: number, side: number): number {
  if (Math.max(width, height) <= single) return 1;
  return Math.ceil(width / side) * Math.ceil(height / side);
}

function fitInto({ width, height }: PictureSize, longest: number): PictureSize {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: width * scale, height: height * scale };
}

function shortenSide({ width, height }: PictureSize, shortest: number): PictureSize {
  const scale = Math.min(1, shortest / Math.max(1, Math.min(width, height)));
  return { width: width * scale, height: height * scale };
}

function areaOf({ width, height }: PictureSize): number {
  return width * height;
}
