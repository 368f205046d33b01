import type { Scheme } from './palettes.ts';

/** One way a designer might take a frame. */
export interface Direction {
  theme: string;
  /** Words in the prompt file or the brief that call for it. */
  tags: readonly string[];
  /** What it does, after "with {colour} and {accent}, ". */
  idea: string;
  scheme: Scheme;
  /** Factors of font sizes: titles and headings, and the rest. */
  titleScale: number;
  textScale: number;
  fonts?: { title: string; titleStyle: string; body: string };
  labelCase?: 'UPPER' | 'TITLE';
  /** Corner radius in px of buttons and of surfaces. */
  buttonRadius: number;
  surfaceRadius: number;
  shadow?: { y: number; blur: number; opacity: number };
  /** A gradient over buttons, from primary to accent. */
  gradient?: boolean;
  outline?: { weight: number };
  hideDividers?: boolean;
  /** Pixels that titles move up, to give what is below them air. */
  air?: number;
  /** Growth of buttons, for fingers and weak eyes. */
  buttonScale?: number;
  blur?: number;
  /** The manner of its pictures. */
  picture: string;
}

const sans = { title: 'Inter', titleStyle: 'Bold', body: 'Inter' };

/** Ten directions, far enough apart that any five of them look like five. */
export const directions: readonly Direction[] = [
  {
    theme: 'Quiet Minimal',
    tags: ['minimal', 'quiet', 'calm', 'clean', 'simple', 'white space', 'whitespace', 'restrained', 'reduce'],
    idea: 'everything that does not speak is taken away: hairlines go, corners tighten, one colour is left to act',
    scheme: { turn: 0, accentTurn: 0, colourfulness: 0.35, ground: 0.985, primary: 0.42, contrast: 7 },
    titleScale: 1.1,
    textScale: 1,
    fonts: { title: 'Inter', titleStyle: 'Medium', body: 'Inter' },
    buttonRadius: 2,
    surfaceRadius: 2,
    hideDividers: true,
    air: 4,
    picture: 'minimal still life, much empty space, soft daylight',
  },
  {
    theme: 'Clear Contrast',
    tags: ['accessib', 'contrast', 'wcag', 'legib', 'readab', 'inclusive', 'large text', 'focus'],
    idea: 'text reaches the strictest contrast, letters and targets grow, and outlines say where things end',
    scheme: { turn: 0, accentTurn: 120, colourfulness: 0.8, ground: 1, primary: 0.4, contrast: 7.5 },
    titleScale: 1.2,
    textScale: 1.15,
    fonts: { title: 'Atkinson Hyperlegible', titleStyle: 'Bold', body: 'Atkinson Hyperlegible' },
    buttonRadius: 8,
    surfaceRadius: 8,
    outline: { weight: 2 },
    buttonScale: 1.1,
    picture: 'clear simple shapes, strong contrast, no clutter',
  },
  {
    theme: 'Bold Brand',
    tags: ['bold', 'brand', 'loud', 'strong', 'energetic', 'campaign', 'impact', 'confident'],
    idea: 'the brand colour takes the stage at full strength, with heavy headlines and gradient buttons',
    scheme: { turn: 0, accentTurn: 35, colourfulness: 1, ground: 0.97, primary: 0.5, contrast: 4.5 },
    titleScale: 1.4,
    textScale: 1,
    fonts: { title: 'Archivo Black', titleStyle: 'Regular', body: 'Archivo' },
    labelCase: 'UPPER',
    buttonRadius: 6,
    surfaceRadius: 12,
    shadow: { y: 8, blur: 24, opacity: 0.2 },
    gradient: true,
    picture: 'bold graphic poster, saturated colour, large geometric forms',
  },
  {
    theme: 'Midnight Focus',
    tags: ['dark', 'night', 'focus', 'cinematic', 'dramatic', 'moody', 'creative'],
    idea: 'surfaces sink into the dark so that figures and actions glow',
    scheme: { turn: 0, accentTurn: 150, colourfulness: 0.7, ground: 0.2, primary: 0.55, contrast: 7 },
    titleScale: 1.1,
    textScale: 1,
    fonts: { title: 'Space Grotesk', titleStyle: 'Bold', body: 'Inter' },
    buttonRadius: 10,
    surfaceRadius: 14,
    shadow: { y: 12, blur: 32, opacity: 0.45 },
    picture: 'night scene, deep shadows, one glowing light',
  },
  {
    theme: 'Warm Counterpoint',
    tags: ['warm', 'friendly', 'human', 'cosy', 'cozy', 'complement', 'creative'],
    idea: 'the palette turns to its complement for a warmer welcome, and shadows lift the cards',
    scheme: { turn: 145, accentTurn: -145, colourfulness: 0.75, ground: 0.965, primary: 0.55, contrast: 4.5 },
    titleScale: 1.15,
    textScale: 1.05,
    fonts: { title: 'Nunito', titleStyle: 'ExtraBold', body: 'Nunito' },
    buttonRadius: 14,
    surfaceRadius: 18,
    shadow: { y: 6, blur: 18, opacity: 0.12 },
    picture: 'warm evening light, natural materials, people at ease',
  },
  {
    theme: 'Editorial Serif',
    tags: ['editorial', 'elegant', 'serif', 'magazine', 'luxury', 'premium', 'typograph', 'refined', 'creative'],
    idea: 'a large serif sets the tone as in a magazine, with paper grounds, square corners and small capitals',
    scheme: { turn: -60, accentTurn: 120, colourfulness: 0.45, ground: 0.96, primary: 0.38, contrast: 7 },
    titleScale: 1.5,
    textScale: 1.05,
    fonts: { title: 'Playfair Display', titleStyle: 'Bold', body: 'Source Serif 4' },
    labelCase: 'UPPER',
    buttonRadius: 0,
    surfaceRadius: 0,
    outline: { weight: 1 },
    air: 6,
    picture: 'editorial photograph, muted film tones, quiet composition',
  },
  {
    theme: 'Fresh Neighbours',
    tags: ['fresh', 'natur', 'organic', 'analog', 'light', 'health'],
    idea: 'neighbouring hues flow into each other in soft gradients over a bright ground',
    scheme: { turn: -40, accentTurn: -40, colourfulness: 0.65, ground: 0.98, primary: 0.58, contrast: 4.5 },
    titleScale: 1.1,
    textScale: 1,
    fonts: sans,
    buttonRadius: 12,
    surfaceRadius: 16,
    gradient: true,
    shadow: { y: 4, blur: 16, opacity: 0.1 },
    picture: 'fresh morning, leaves and water, soft gradients',
  },
  {
    theme: 'Playful Pop',
    tags: ['playful', 'fun', 'young', 'kid', 'triad', 'joy', 'pop', 'round'],
    idea: 'a triad of bright colours, pill buttons and round cards invite to press everything',
    scheme: { turn: 120, accentTurn: 120, colourfulness: 0.95, ground: 0.97, primary: 0.58, contrast: 4.5 },
    titleScale: 1.3,
    textScale: 1.05,
    fonts: { title: 'Baloo 2', titleStyle: 'Bold', body: 'Nunito' },
    buttonRadius: 999,
    surfaceRadius: 28,
    buttonScale: 1.05,
    shadow: { y: 6, blur: 0, opacity: 0.18 },
    picture: 'playful flat illustration, round shapes, confetti of colour',
  },
  {
    theme: 'Soft Pastel',
    tags: ['soft', 'pastel', 'gentle', 'delicate', 'baby', 'wellness', 'airy'],
    idea: 'chalky tints and wide soft shadows take the edge off everything',
    scheme: { turn: 30, accentTurn: -90, colourfulness: 0.3, ground: 0.97, primary: 0.52, contrast: 4.5 },
    titleScale: 1.05,
    textScale: 1,
    fonts: { title: 'Quicksand', titleStyle: 'Bold', body: 'Quicksand' },
    buttonRadius: 18,
    surfaceRadius: 24,
    shadow: { y: 10, blur: 40, opacity: 0.1 },
    hideDividers: true,
    picture: 'pastel tones, soft focus, floating paper shapes',
  },
  {
    theme: 'Glass Depth',
    tags: ['glass', 'depth', 'layer', 'futur', 'modern', 'tech', 'blur'],
    idea: 'surfaces turn to frosted glass over a cool ground, one above the other',
    scheme: { turn: 20, accentTurn: 60, colourfulness: 0.6, ground: 0.93, primary: 0.48, contrast: 4.5 },
    titleScale: 1.1,
    textScale: 1,
    fonts: { title: 'Manrope', titleStyle: 'Bold', body: 'Manrope' },
    buttonRadius: 12,
    surfaceRadius: 20,
    blur: 16,
    shadow: { y: 16, blur: 40, opacity: 0.16 },
    gradient: true,
    picture: 'abstract glass layers, light refracting, cool depth',
  },
];
