/** The checks that Figma makes of the values it is given. Each throws with what was expected and what came. */

type Check = (value: unknown, where: string) => void;

function fail(where: string, expected: string, value: unknown): never {
  throw new Error(
    `in set_${where}: Property "${where}" failed validation: expected ${expected}, received ${show(value)}`,
  );
}

function show(value: unknown): string {
  return typeof value === 'symbol' ? 'figma.mixed' : (JSON.stringify(value) ?? 'undefined');
}

function number(least: number, most: number): Check {
  return (value, where) => {
    const isFit = typeof value === 'number' && value >= least && value <= most && !Number.isNaN(value);
    if (!isFit) fail(where, `a number from ${least} to ${most}`, value);
  };
}

function oneOf(...allowed: unknown[]): Check {
  return (value, where) => {
    if (!allowed.includes(value)) fail(where, allowed.map(show).join(' | '), value);
  };
}

function record(required: Record<string, Check>, optional: Record<string, Check> = {}): Check {
  return (value, where) => {
    if (typeof value !== 'object' || value === null) fail(where, 'an object', value);
    for (const [key, check] of Object.entries(required)) check((value as Record<string, unknown>)[key], where);
    for (const [key, inner] of Object.entries(value)) {
      if (key in required) continue;
      const check = optional[key];
      if (check === undefined) throw new Error(`in set_${where}: Unrecognized key(s) in object: '${key}'`);
      if (inner !== undefined) check(inner, where);
    }
  };
}

function list(check: Check): Check {
  return (value, where) => {
    if (!Array.isArray(value)) fail(where, 'an array', value);
    for (const item of value as unknown[]) check(item, where);
  };
}

const any: Check = () => undefined;
const boolean = oneOf(true, false);
const unit = number(0, 1);
const rgb = record({ r: unit, g: unit, b: unit });
const rgba = record({ r: unit, g: unit, b: unit, a: unit });
const common = { visible: boolean, opacity: unit, blendMode: any, boundVariables: any };

function byType(checks: Record<string, Check>): Check {
  return (value, where) => {
    const check = checks[String((value as { type?: unknown } | null)?.type)];
    if (check === undefined) fail(where, `a type of ${Object.keys(checks).join(', ')}`, value);
    check(value, where);
  };
}

const gradient = record(
  {
    type: any,
    gradientTransform: list(list(number(-Infinity, Infinity))),
    gradientStops: list(record({ position: unit, color: rgba }, { boundVariables: any })),
  },
  common,
);

const imageExtras = { ...common, imageTransform: any, scalingFactor: any, rotation: any, filters: any };

const paint = byType({
  SOLID: record({ type: any, color: rgb }, common),
  IMAGE: record({ type: any, scaleMode: oneOf('FILL', 'FIT', 'CROP', 'TILE'), imageHash: any }, imageExtras),
  PATTERN: record(
    { type: any, sourceNodeId: any },
    { ...common, tileType: any, scalingFactor: any, spacing: any, horizontalAlignment: any, verticalAlignment: any },
  ),
  VIDEO: record({ type: any, scaleMode: oneOf('FILL', 'FIT', 'CROP', 'TILE'), videoHash: any }, imageExtras),
  GRADIENT_LINEAR: gradient,
  GRADIENT_RADIAL: gradient,
  GRADIENT_ANGULAR: gradient,
  GRADIENT_DIAMOND: gradient,
});

const radius = number(0, Infinity);
const shadow = record(
  { type: any, color: rgba, offset: record({ x: any, y: any }), radius, visible: boolean, blendMode: any },
  { spread: any, showShadowBehindNode: boolean, boundVariables: any },
);
const blur = record(
  { type: any, radius, visible: boolean, blurType: oneOf('NORMAL', 'PROGRESSIVE') },
  { boundVariables: any, startRadius: radius, startOffset: any, endOffset: any },
);
const texture = record(
  { type: any, visible: boolean, noiseSize: any, radius, clipToShape: boolean },
  { noiseSizeVector: any, boundVariables: any },
);
const noise = record(
  {
    type: any,
    visible: boolean,
    noiseType: oneOf('MONOTONE', 'DUOTONE', 'MULTITONE'),
    color: rgba,
    noiseSize: any,
    density: any,
  },
  { noiseSizeVector: any, blendMode: any, secondaryColor: rgba, opacity: unit, boundVariables: any },
);
const glass = record(
  {
    type: any,
    visible: boolean,
    lightIntensity: any,
    lightAngle: any,
    refraction: any,
    depth: any,
    dispersion: any,
    radius,
  },
  { splay: any, boundVariables: any },
);

const kinds = byType({
  DROP_SHADOW: shadow,
  INNER_SHADOW: shadow,
  LAYER_BLUR: blur,
  BACKGROUND_BLUR: blur,
  TEXTURE: texture,
  NOISE: noise,
  GLASS: glass,
});

/** Figma's limits for one layer. */
const mostEffects: Readonly<Record<string, number>> = { DROP_SHADOW: 8, INNER_SHADOW: 8, NOISE: 2 };

function effects(value: unknown, where: string): void {
  list(kinds)(value, where);
  const types = (value as { type: string }[]).map(({ type }) => type);
  for (const type of types) {
    const most = mostEffects[type] ?? 1;
    if (types.filter((other) => other === type).length > most) fail(where, `at most ${most} of ${type}`, value);
  }
}

const checks: Record<string, Check> = {
  name: (value, where) => (typeof value === 'string' ? undefined : fail(where, 'a string', value)),
  characters: (value, where) => (typeof value === 'string' ? undefined : fail(where, 'a string', value)),
  visible: boolean,
  locked: boolean,
  autoRename: boolean,
  clipsContent: boolean,
  opacity: unit,
  fills: list(paint),
  strokes: list(paint),
  effects,
  strokeWeight: radius,
  strokeTopWeight: radius,
  strokeRightWeight: radius,
  strokeBottomWeight: radius,
  strokeLeftWeight: radius,
  cornerRadius: radius,
  topLeftRadius: radius,
  topRightRadius: radius,
  bottomRightRadius: radius,
  bottomLeftRadius: radius,
  fontSize: number(1, Infinity),
  textCase: oneOf('ORIGINAL', 'UPPER', 'LOWER', 'TITLE', 'SMALL_CAPS', 'SMALL_CAPS_FORCED'),
  textAutoResize: oneOf('NONE', 'WIDTH_AND_HEIGHT', 'HEIGHT', 'TRUNCATE'),
  layoutMode: oneOf('NONE', 'HORIZONTAL', 'VERTICAL', 'GRID'),
  layoutPositioning: oneOf('AUTO', 'ABSOLUTE'),
  layoutGrow: oneOf(0, 1),
  layoutAlign: oneOf('MIN', 'CENTER', 'MAX', 'STRETCH', 'INHERIT'),
  layoutWrap: oneOf('NO_WRAP', 'WRAP'),
  primaryAxisAlignItems: oneOf('MIN', 'MAX', 'CENTER', 'SPACE_BETWEEN', 'SPACE_EVENLY', 'SPACE_AROUND'),
  counterAxisAlignItems: oneOf('MIN', 'MAX', 'CENTER', 'BASELINE'),
  itemSpacing: number(-Infinity, Infinity),
  paddingLeft: radius,
  paddingRight: radius,
  paddingTop: radius,
  paddingBottom: radius,
  textTruncation: oneOf('DISABLED', 'ENDING'),
  textAlignHorizontal: oneOf('LEFT', 'CENTER', 'RIGHT', 'JUSTIFIED'),
  isMask: boolean,
  strokeAlign: oneOf('CENTER', 'INSIDE', 'OUTSIDE'),
  primaryAxisSizingMode: oneOf('FIXED', 'AUTO'),
  counterAxisSizingMode: oneOf('FIXED', 'AUTO'),
  x: number(-Infinity, Infinity),
  y: number(-Infinity, Infinity),
  rotation: number(-Infinity, Infinity),
};

/**
 * @throws Error if Figma would not take this value for this property
 */
export function checkValue(property: string, value: unknown): void {
  checks[property]?.(value, property);
}
