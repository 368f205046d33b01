import { splitWords } from './words.ts';

/** What models write instead of a field's key, best first. It counts in the actions that have the field. */
export const fieldAliases: Readonly<Record<string, readonly string[]>> = splitWords({
  x: 'left offsetX dx deltaX posX newX toX translateX shadowOffsetX',
  y: 'top offsetY dy deltaY posY newY toY translateY shadowOffsetY',
  relative: 'isRelative relativeMove',
  width: 'w newWidth',
  height: 'h newHeight',
  scale: 'factor scaleFactor ratio',
  color:
    'colour newColor fillColor fill fills hex hexColor strokeColor stroke strokes borderColor border outlineColor outline textColor ' +
    'fontColor foregroundColor backgroundColor background shadowColor tint rgb rgba paint to',
  opacity: 'alpha newOpacity fillOpacity strokeOpacity shadowOpacity',
  colors: 'colours stops gradientStops colorStops gradientColors gradient color fill background backgroundColor',
  angle: 'rotation degrees gradientAngle deg direction',
  weight: 'strokeWeight strokeWidth borderWidth outlineWidth thickness width size',
  content: 'text newText newContent textContent characters copy label string new to',
  fontFamily: 'family font fontName typeface newFont',
  fontStyle: 'style fontWeight weight',
  fontSize: 'size newSize newFontSize textSize',
  textCase: 'case transform textTransform letterCase',
  radius: 'cornerRadius borderRadius newRadius corners',
  blur: 'blurRadius shadowRadius shadowBlur backgroundBlur backdropBlur backdropFilter radius amount intensity size',
  position: 'order index zIndex place to',
  imagePrompt: 'prompt description imageDescription image picture',
  direction: 'layoutMode flexDirection mode axis flow orientation',
  gap: 'itemSpacing spacing',
  padding: 'paddings inset',
  align: 'alignment alignItems counterAxisAlignItems primaryAxisAlignItems justify justifyContent',
  sizing: 'layoutSizing',
  property: 'propertyName prop key',
  value: 'newValue propertyValue variant to',
  field: 'part appliesTo kind',
  token: 'tokenName variable variableName styleName style',
});

/** The field that a bare `value` means, and that an action as a key holds: `{"changeOpacity": 0.5}`. */
export const mainFields: Readonly<Record<string, string>> = {
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
