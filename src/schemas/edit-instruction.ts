import { type Static, Type } from '@sinclair/typebox';
import { absentAs, action, numberFrom, text, usually } from './edit-action.ts';

/**
 * The single definition of the edit actions. The check of the model's answer, the JSON schema and the list of actions
 * that the model gets, the plugin's types and the OpenAPI page are made from this union. A new action does not compile
 * until it has its other names, its sentence for people and its function in the plugin.
 *
 * Lengths are in pixels of the frame, colors `#rrggbb` in lower case, opacities 0..1, angles in degrees.
 * `readOnly` fields are added by the service: they are in replies, never in what the model is asked for.
 */

/** Figma's canvas is wider, but a frame of 20,000 px is past anything a screen shows: beyond it, it is a mistake. */
const FARTHEST = 20_000;

const color = Type.String({ pattern: '^#[0-9a-f]{6}$', description: 'Color as #rrggbb' });
const opacity = numberFrom(0, 1, 'Opacity, 0 (clear) to 1 (solid)');
const solidUnlessSaid = usually(opacity, 1);
const blur = numberFrom(0, 500, 'Blur radius in px');

const stroke = {
  color,
  weight: absentAs(-1, numberFrom(0, 200, 'Stroke weight in px')),
  opacity: solidUnlessSaid,
};

export const Move = action('move', 'Move the layer', {
  x: numberFrom(-FARTHEST, FARTHEST, 'x in px, from the top left of the frame'),
  y: numberFrom(-FARTHEST, FARTHEST, 'y in px, from the top left of the frame'),
  relative: usually(Type.Boolean({ description: 'true: x and y are added to where the layer is' }), false),
});

export const Resize = action('resize', 'Resize the layer: width, height or both, or a scale', {
  width: absentAs(0, numberFrom(0.01, FARTHEST, 'New width in px')),
  height: absentAs(0, numberFrom(0.01, FARTHEST, 'New height in px')),
  scale: absentAs(0, numberFrom(0.05, 20, 'Factor for both sides')),
});

export const ChangeFill = action('changeFill', 'Fill the layer with one color; for text, the color of its letters', {
  color,
  opacity: solidUnlessSaid,
});

export const AddGradient = action('addGradient', 'Fill the layer with a linear gradient', {
  colors: Type.Array(color, { minItems: 2, maxItems: 4, description: 'The stops, evenly spaced' }),
  angle: usually(numberFrom(-360, 360, 'Degrees; 0 runs left to right, 90 top to bottom'), 0),
});

export const ChangeStroke = action('changeStroke', 'Change the outline the layer has', stroke);

export const AddStroke = action('addStroke', 'Outline a layer that has no outline', stroke);

export const RemoveStroke = action('removeStroke', 'Take the outline off', {});

export const ChangeText = action('changeText', 'Replace the words of a TEXT layer', {
  content: text(2000, 'The whole new text'),
});

export const ChangeFont = action('changeFont', 'Set a TEXT layer in another typeface', {
  fontFamily: text(100, 'Family, such as Inter'),
  fontStyle: absentAs('', text(100, 'Style, such as Bold')),
});

export const ChangeFontSize = action('changeFontSize', 'Change the size of the letters of a TEXT layer', {
  fontSize: numberFrom(1, 1000, 'Font size in px'),
});

export const ChangeTextCase = action('changeTextCase', 'Show a TEXT layer in another letter case', {
  textCase: Type.Union(
    [Type.Literal('ORIGINAL'), Type.Literal('UPPER'), Type.Literal('LOWER'), Type.Literal('TITLE')],
    { description: 'The case, as Figma names it' },
  ),
});

export const ChangeOpacity = action('changeOpacity', 'Change the opacity of the whole layer', { opacity });

export const ChangeCornerRadius = action('changeCornerRadius', 'Round or square the corners', {
  radius: numberFrom(0, 2000, 'Radius of all four corners in px'),
});

export const AddShadow = action('addShadow', 'Add a drop shadow', {
  color: usually(color, '#000000'),
  x: usually(numberFrom(-500, 500, 'Offset to the right in px'), 0),
  y: usually(numberFrom(-500, 500, 'Offset down in px'), 4),
  blur: usually(blur, 12),
  opacity: usually(opacity, 0.2),
});

export const AddBackgroundBlur = action('addBackgroundBlur', 'Blur what lies behind a layer that is partly clear', {
  blur,
});

export const Reorder = action('reorder', 'Change what lies over what', {
  position: Type.Union([
    Type.Literal('front'),
    Type.Literal('back'),
    Type.Integer({ minimum: 0, maximum: 100_000, description: 'A place counted from the back, 0 first' }),
  ]),
});

export const Hide = action('hide', 'Hide the layer', {});

export const GenerateImage = action('generateImage', 'Fill the layer with a new picture', {
  imagePrompt: text(2000, 'What the new picture shows, in words'),
  generatedImageBase64: Type.Optional(Type.String({ readOnly: true, description: 'The picture, bare base64' })),
  imageError: Type.Optional(Type.String({ readOnly: true, description: 'Why the picture is missing' })),
});

/** A side in auto layout: of a set length, around its content, or as much as its parent has left. */
export const Sizing = Type.Union([Type.Literal('fixed'), Type.Literal('hug'), Type.Literal('fill')]);
export type Sizing = Static<typeof Sizing>;

const distance = numberFrom(0, 2000, 'px');

export const SetLayout = action('setLayout', 'Change the auto layout of a layer that has it', {
  direction: Type.Optional(
    Type.Union([Type.Literal('horizontal'), Type.Literal('vertical')], {
      description: 'Which way the children follow each other',
    }),
  ),
  gap: Type.Optional(numberFrom(-500, 2000, 'px between children')),
  padding: Type.Optional(
    Type.Union([distance, Type.Object({ top: distance, right: distance, bottom: distance, left: distance })], {
      description: 'px between the edges and the children, one number or one for each side',
    }),
  ),
  align: Type.Optional(
    Type.Union(
      [
        Type.Literal('start'),
        Type.Literal('center'),
        Type.Literal('end'),
        Type.Literal('baseline'),
        Type.Literal('space-between'),
      ],
      {
        description:
          'start, center, end and baseline line the children up across the direction; space-between spreads them along it',
      },
    ),
  ),
  sizing: Type.Optional(
    Type.Object(
      { horizontal: Type.Optional(Sizing), vertical: Type.Optional(Sizing) },
      { description: 'How the layer gets its own width and height; fill only inside another auto layout' },
    ),
  ),
});

export const SetVariant = action('setVariant', 'Set a property of an instance, such as its variant', {
  property: text(255, 'The name of the property, as the layer lists it'),
  value: Type.Union([Type.String({ maxLength: 1000 }), Type.Boolean()], { description: 'The new value' }),
});

export const UseToken = action('useToken', 'Bind a color of the layer to a color token of the file', {
  field: Type.Union([Type.Literal('fill'), Type.Literal('stroke'), Type.Literal('text')], {
    description: 'What takes the color: the fill, the outline, or the letters of a TEXT layer',
  }),
  token: text(255, 'The name of the token, as the file lists it'),
});

export const EditInstruction = Type.Union(
  [
    Move,
    Resize,
    ChangeFill,
    AddGradient,
    ChangeStroke,
    AddStroke,
    RemoveStroke,
    ChangeText,
    ChangeFont,
    ChangeFontSize,
    ChangeTextCase,
    ChangeOpacity,
    ChangeCornerRadius,
    AddShadow,
    AddBackgroundBlur,
    Reorder,
    Hide,
    GenerateImage,
    SetLayout,
    SetVariant,
    UseToken,
  ],
  { description: 'One change to one layer' },
);
export type EditInstruction = Static<typeof EditInstruction>;

/** The name of an action, such as `changeFill`. */
export type EditAction = EditInstruction['action'];

/** Every action, in the order of the union. */
export const editActions: readonly EditAction[] = EditInstruction.anyOf.map((member) => member.properties.action.const);
