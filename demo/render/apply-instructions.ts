import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import type { LiftedLayer } from './lift-design.ts';
import type { Fill } from './recolor.ts';

/** What the instructions for one layer come to; a field that no instruction is about is undefined. */
export interface LayerChange {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  fill?: Fill;
  stroke?: { color: string; weight: number; opacity: number };
  text?: string;
  fontFamily?: string;
  fontStyle?: string;
  fontSize?: number;
  textCase?: 'ORIGINAL' | 'UPPER' | 'LOWER' | 'TITLE';
  opacity?: number;
  /** Corner radius in px. */
  radius?: number;
  shadow?: { color: string; x: number; y: number; blur: number; opacity: number };
  /** Radius of the background's blur in px. */
  backgroundBlur?: number;
  isHidden?: boolean;
  /** A data: URL. */
  picture?: string;
}

export interface ChangedLayer {
  readonly lifted: LiftedLayer;
  readonly change: LayerChange;
}

/** Applies a variant's instructions in their order. The layers come back in the order in which they are drawn. */
export function applyInstructions(
  layers: readonly LiftedLayer[],
  instructions: readonly EditInstruction[],
): ChangedLayer[] {
  const changed: ChangedLayer[] = layers.map((lifted) => ({ lifted, change: {} }));
  for (const instruction of instructions) {
    const entry = changed.find(({ lifted: { layer } }) =>
      instruction.targetId === undefined ? layer.name === instruction.target : layer.id === instruction.targetId,
    );
    if (entry === undefined) continue;
    if (instruction.action === 'reorder') reorder(changed, entry, instruction.position);
    else applyOne(entry, instruction);
  }
  return changed.filter(({ change }) => change.isHidden !== true);
}

function applyOne({ lifted: { layer }, change }: ChangedLayer, instruction: EditInstruction): void {
  switch (instruction.action) {
    case 'move': {
      const isRelative = instruction.relative === true;
      change.x = (isRelative ? (change.x ?? layer.x) : 0) + instruction.x;
      change.y = (isRelative ? (change.y ?? layer.y) : 0) + instruction.y;
      break;
    }
    case 'resize': {
      const scale = instruction.scale ?? 1;
      change.width = instruction.width ?? (change.width ?? layer.width) * scale;
      change.height = instruction.height ?? (change.height ?? layer.height) * scale;
      break;
    }
    case 'changeFill':
      change.fill = { colors: [instruction.color], angle: 0, opacity: instruction.opacity ?? 1 };
      break;
    case 'addGradient':
      change.fill = { colors: instruction.colors, angle: instruction.angle ?? 90, opacity: 1 };
      break;
    case 'changeStroke':
    case 'addStroke': {
      const { color, weight = 1, opacity = 1 } = instruction;
      change.stroke = { color, weight, opacity };
      break;
    }
    case 'removeStroke':
      delete change.stroke;
      break;
    case 'changeText':
      change.text = instruction.content;
      break;
    case 'changeFont':
      change.fontFamily = instruction.fontFamily;
      if (instruction.fontStyle !== undefined) change.fontStyle = instruction.fontStyle;
      break;
    case 'changeFontSize':
      change.fontSize = instruction.fontSize;
      break;
    case 'changeTextCase':
      change.textCase = instruction.textCase;
      break;
    case 'changeOpacity':
      change.opacity = instruction.opacity;
      break;
    case 'changeCornerRadius':
      change.radius = instruction.radius;
      break;
    case 'addShadow': {
      const { color = '#000000', x = 0, y = 4, blur = 12, opacity = 0.25 } = instruction;
      change.shadow = { color, x, y, blur, opacity };
      break;
    }
    case 'addBackgroundBlur':
      change.backgroundBlur = instruction.blur;
      break;
    case 'hide':
      change.isHidden = true;
      break;
    case 'generateImage': {
      const base64 = instruction.generatedImageBase64;
      if (base64 !== undefined) change.picture = `data:${typeOfBase64(base64)};base64,${base64}`;
      break;
    }
    default:
  }
}

/** By the first characters, which are the file's signature: enough for PNG, JPEG and GIF, all that Figma takes. */
function typeOfBase64(base64: string): string {
  if (base64.startsWith('/9j/')) return 'image/jpeg';
  return base64.startsWith('R0lG') ? 'image/gif' : 'image/png';
}

/** `back` is just above the surface that a layer lies on: behind that it would not be seen. */
function reorder(changed: ChangedLayer[], entry: ChangedLayer, position: 'front' | 'back' | number): void {
  changed.splice(changed.indexOf(entry), 1);
  if (position === 'front') changed.push(entry);
  else if (position === 'back') changed.splice(findSurface(changed, entry) + 1, 0, entry);
  else changed.splice(Math.min(position, changed.length), 0, entry);
}

function findSurface(changed: readonly ChangedLayer[], { lifted: { layer } }: ChangedLayer): number {
  return changed.findIndex(
    ({ lifted: { layer: other, kind } }) =>
      kind === 'surface' &&
      other.x <= layer.x &&
      other.y <= layer.y &&
      other.x + other.width >= layer.x + layer.width &&
      other.y + other.height >= layer.y + layer.height,
  );
}
