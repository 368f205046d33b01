import { splitWords } from './words.ts';

/** What models write instead of a field's key, best first. It counts in the actions that have the field. */
export const fieldAliases: Readonly<Record<string, readonly string[]>> = splitWords({
  x: 'left offsetX dx deltaX posX newX toX',
  y: 'top offsetY dy deltaY posY newY toY',
  relative: 'isRelative relativeMove',
  width: 'w newWidth',
  height: 'h newHeight',
  scale: 'factor scaleFactor ratio',
  color:
    'colour newColor fillColor fill fills hex hexColor strokeColor stroke borderColor border textColor ' +
    'fontColor backgroundColor background shadowColor rgb rgba paint to',
  opacity: 'alpha newOpacity fillOpacity strokeOpacity shadowOpacity',
  colors: 'colours stops gradientStops colorStops gradientColors gradient color fill background backgroundColor',
  angle: 'rotation degrees gradientAngle deg',
  weight: 'strokeWeight strokeWidth borderWidth thickness width size',
  content: 'text newText newContent characters copy label string to',
  fontFamily: 'family font fontName typeface newFont',
  fontStyle: 'style fontWeight weight',
  fontSize: 'size newSize newFontSize textSize',
  textCase: 'case transform textTransform letterCase',
  radius: 'cornerRadius borderRadius newRadius corners',
  blur: 'blurRadius radius amount intensity size',
  position: 'order index zIndex place to',
  imagePrompt: 'prompt description imageDescription image picture',
  direction: 'layoutMode flexDirection mode axis flow orientation',
  gap: 'itemSpacing spacing',
  padding: 'paddings inset',
  align: 'alignment alignItems counterAxisAlignItems primaryAxisAlignItems justify justifyContent',
  sizing: 'layoutSizing',
  property: 'propertyName prop key',
  value: 'newValue variant to',
  field: 'part appliesTo kind',
  token: 'tokenName variable variableName styleName style',
});

/** The field that a bare `value` means, and that an action as a key holds: `{"changeOpacity": 0.5}`. */
export const mainFields: Readonly<Record<string, string>> = {
  resize: 'scale',
  changeFill: 'color',
  addGradient: 'colors',
  changeStroke: 'color',
  addStroke: 'color',
  changeText: 'content',
  changeFont: 'fontFamily',
  changeFontSize: 'fontSize',
  changeTextCase: 'textCase',
  changeOpacity: 'opacity',
  changeCornerRadius: 'radius',
  addShadow: 'color',
  addBackgroundBlur: 'blur',
  reorder: 'position',
  generateImage: 'imagePrompt',
  useToken: 'token',
};
