import type { PictureSize } from '../images/picture-size.ts';

/** What a job asks of its main model, all calls together. */
export interface JobSize {
  readonly calls: number;
  /** Of the questions, UTF-8. */
  readonly textBytes: number;
  /** Undefined for a kind of picture whose size is not known. */
  readonly pictures: readonly (PictureSize | undefined)[];
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

/** Tokens of a picture by the rule of the model's family; Gemini 3's rule for other models. */
export function countPictureTokens(model: string, size: PictureSize): number {
  return (families.find(({ models }) => models.test(model)) ?? families[0])?.tokensOf(size) ?? 0;
}

/** What is counted for a picture of unknown size: no common one costs more. */
const unknownSize: PictureSize = { width: 1024, height: 1024 };

/**
 * Tokens of a job's questions. Bytes stand for characters: of scripts with three bytes a character, some tokens hold
 * one character alone.
 */
export function countPromptTokens(model: string, { textBytes, pictures }: JobSize): number {
  const counted = pictures.map((size) => countPictureTokens(model, size ?? unknownSize));
  return countTextTokens(textBytes) + counted.reduce((sum, tokens) => sum + tokens, 0);
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
