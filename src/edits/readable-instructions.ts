import type { EditInstruction } from '../schemas/edit-instruction.ts';
import { cleanLine } from './clean-text.ts';
import { colorName } from './color-name.ts';

type Phrases = {
  readonly [Action in EditInstruction['action']]: (
    instruction: Extract<EditInstruction, { action: Action }>,
    target: string,
  ) => string;
};

const CASES = { ORIGINAL: 'its original case', UPPER: 'upper case', LOWER: 'lower case', TITLE: 'title case' } as const;

const phrases: Phrases = {
  move: ({ x, y, relative }, target) =>
    relative === true ? `Move ${target} by ${describeOffset(x, y)}` : `Move ${target} to x ${px(x)}, y ${px(y)}`,
  resize: ({ width, height, scale }, target) => {
    if (width !== undefined && height !== undefined) return `Resize ${target} to ${number(width)} × ${px(height)}`;
    if (width !== undefined) return `Make ${target} ${px(width)} wide`;
    if (height !== undefined) return `Make ${target} ${px(height)} tall`;
    return `Scale ${target} to ${percent(scale ?? 1)}`;
  },
  changeFill: ({ color, opacity }, target) => `Change the fill of ${target} to ${describeColor(color)}${at(opacity)}`,
  addGradient: ({ colors, angle }, target) =>
    `Fill ${target} with a gradient from ${colors.map(describeColor).join(' to ')}${
      angle === undefined ? '' : ` at an angle of ${number(angle)}°`
    }`,
  changeStroke: (stroke, target) => `Change the outline of ${target} to ${describeStroke(stroke)}`,
  addStroke: (stroke, target) => `Outline ${target} in ${describeStroke(stroke)}`,
  removeStroke: (_, target) => `Remove the outline of ${target}`,
  changeText: ({ content }, target) => `Change the text of ${target} to “${cleanLine(content, 200)}”`,
  changeFont: ({ fontFamily, fontStyle }, target) =>
    `Set ${target} in ${cleanLine(fontFamily, 100)}${fontStyle === undefined ? '' : ` ${cleanLine(fontStyle, 100)}`}`,
  changeFontSize: ({ fontSize }, target) => `Set the text of ${target} at ${px(fontSize)}`,
  changeTextCase: ({ textCase }, target) => `Show the text of ${target} in ${CASES[textCase]}`,
  changeOpacity: ({ opacity }, target) => `Set the opacity of ${target} to ${percent(opacity)}`,
  changeCornerRadius: ({ radius }, target) =>
    radius === 0 ? `Make the corners of ${target} square` : `Round the corners of ${target} to ${px(radius)}`,
  addShadow: ({ color, x, y, blur, opacity }, target) => {
    const parts = [
      ...(x === undefined && y === undefined ? [] : [`offset ${number(x ?? 0)}, ${px(y ?? 0)}`]),
      ...(blur === undefined ? [] : [`blur ${px(blur)}`]),
    ];
    return `Add a ${color === undefined ? '' : `${describeColor(color)} `}shadow to ${target}${
      parts.length === 0 ? '' : ` (${parts.join(', ')})`
    }${at(opacity)}`;
  },
  addBackgroundBlur: ({ blur }, target) => `Blur what is behind ${target} by ${px(blur)}`,
  reorder: ({ position }, target) => {
    if (position === 'front') return `Bring ${target} to the front`;
    return position === 'back' ? `Send ${target} to the back` : `Move ${target} to place ${position} from the back`;
  },
  hide: (_, target) => `Hide ${target}`,
  generateImage: ({ imagePrompt }, target) => `Make a new picture for ${target}: ${cleanLine(imagePrompt, 200)}`,
  setLayout: (layout, target) => `Lay out ${target} ${describeLayout(layout)}`,
  setVariant: ({ property, value }, target) =>
    `Set ${cleanLine(property, 100)} of ${target} to ${cleanLine(String(value), 100)}`,
  useToken: ({ field, token }, target) => `Use the token ${cleanLine(token, 100)} for the ${PARTS[field]} of ${target}`,
};

const PARTS = { fill: 'fill', stroke: 'outline', text: 'text color' } as const;

type Layout = Extract<EditInstruction, { action: 'setLayout' }>;

/** Such as `in a column, with a gap of 16 px and a padding of 24 px`. */
function describeLayout({ direction, gap, padding, align, sizing }: Layout): string {
  const sides = [
    ...(sizing?.horizontal === undefined ? [] : [SIZES[sizing.horizontal]('width')]),
    ...(sizing?.vertical === undefined ? [] : [SIZES[sizing.vertical]('height')]),
  ];
  const parts = [
    ...(direction === undefined ? [] : [direction === 'horizontal' ? 'in a row' : 'in a column']),
    ...(align === undefined ? [] : [ALIGNMENTS[align]]),
    ...(gap === undefined ? [] : [`with a gap of ${px(gap)}`]),
    ...(padding === undefined ? [] : [`with a padding of ${describePadding(padding)}`]),
    ...sides,
  ];
  return parts.length === 0 ? 'as it is' : parts.join(', ');
}

const ALIGNMENTS = {
  start: 'aligned at the start',
  center: 'centered',
  end: 'aligned at the end',
  baseline: 'aligned on the baseline',
  'space-between': 'spread evenly',
} as const;

const SIZES = {
  fixed: (side: string) => `with a fixed ${side}`,
  hug: (side: string) => `its ${side} fitting the content`,
  fill: (side: string) => `its ${side} filling the parent`,
} as const;

function describePadding(padding: NonNullable<Layout['padding']>): string {
  if (typeof padding === 'number') return px(padding);
  const { top, right, bottom, left } = padding;
  return [top, right, bottom].map(number).join(', ') + ` and ${px(left)}`;
}

/**
 * An instruction in plain words for a person, such as `Change the fill of "Card" to deep blue (#1e3a8a) at 80 %
 * opacity`. Made only from the instruction, so that it says what will be done.
 */
export function describeInstruction(instruction: EditInstruction): string {
  const phrase = phrases[instruction.action] as (instruction: EditInstruction, target: string) => string;
  return phrase(instruction, `"${cleanLine(instruction.target, 60)}"`);
}

function describeColor(color: string): string {
  return `${colorName(color)} (${color})`;
}

function describeStroke(stroke: { color: string; weight?: number; opacity?: number }): string {
  const weight = stroke.weight === undefined ? '' : `, ${px(stroke.weight)} thick`;
  return `${describeColor(stroke.color)}${weight}${at(stroke.opacity)}`;
}

function describeOffset(x: number, y: number): string {
  const parts = [
    ...(x === 0 ? [] : [`${px(Math.abs(x))} to the ${x > 0 ? 'right' : 'left'}`]),
    ...(y === 0 ? [] : [`${px(Math.abs(y))} ${y > 0 ? 'down' : 'up'}`]),
  ];
  return parts.length === 0 ? px(0) : parts.join(' and ');
}

function at(opacity: number | undefined): string {
  return opacity === undefined || opacity === 1 ? '' : ` at ${percent(opacity)} opacity`;
}

function percent(share: number): string {
  return `${number(share * 100)} %`;
}

function px(length: number): string {
  return `${number(length)} px`;
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
