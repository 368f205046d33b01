import type { EditAction } from '../schemas/edit-instruction.ts';
import { splitWords, squash } from './words.ts';

/** What models write instead of the names of actions. */
export const actionAliases = splitWords<EditAction>({
  move:
    'moveTo moveLayer moveBy setPosition changePosition reposition translate offset shift nudge moveX moveY ' +
    'position x y left top translateX translateY',
  resize:
    'resizeLayer setSize changeSize scale setWidth setHeight rescale size width height scaleX resizeWidth ' +
    'resizeHeight changeWidth changeHeight',
  changeFill:
    'fill setFill updateFill addFill fillColor setFillColor changeFillColor color setColor changeColor ' +
    'recolor setBackground changeBackground setBackgroundColor changeBackgroundColor backgroundColor ' +
    'setTextColor changeTextColor textColor solidFill fills fillOpacity background foregroundColor fontColor ' +
    'foregroundStyle setForegroundColor tint',
  addGradient:
    'gradient setGradient changeGradient applyGradient linearGradient addLinearGradient gradientFill ' +
    'addGradientFill setGradientFill',
  changeStroke:
    'stroke setStroke updateStroke changeStrokeColor setStrokeColor border setBorder changeBorder ' +
    'updateBorder changeOutline setOutline strokes strokeColor borderColor outline outlineColor strokeWeight ' +
    'strokeWidth borderWidth outlineWidth setStrokeWeight changeStrokeWeight setStrokeWidth setBorderWidth ' +
    'changeStrokeWidth strokeOpacity setBorderColor changeBorderColor',
  addStroke: 'addBorder addOutline',
  removeStroke: 'removeBorder removeOutline deleteStroke clearStroke noStroke removeStrokes removeBorders',
  changeText:
    'text setText updateText editText replaceText setContent changeContent changeTextContent ' +
    'setCharacters changeCharacters changeCopy rewriteText characters content textContent copy',
  changeFont:
    'font setFont updateFont fontFamily setFontFamily changeFontFamily changeTypeface setTypeface ' +
    'setFontStyle changeFontStyle setFontName changeFontName fontName typeface fontStyle fontWeight ' +
    'setFontWeight changeFontWeight updateFontWeight',
  changeFontSize: 'fontSize setFontSize updateFontSize textSize setTextSize changeTextSize',
  changeTextCase:
    'textCase setTextCase changeCase setCase textTransform setTextTransform uppercase lowercase capitalize ' +
    'changeTextTransform textTransformation',
  changeOpacity: 'opacity setOpacity updateOpacity changeTransparency setAlpha changeAlpha alpha',
  changeCornerRadius:
    'cornerRadius setCornerRadius updateCornerRadius borderRadius setBorderRadius changeBorderRadius ' +
    'changeRadius setRadius roundCorners changeCorners addCornerRadius radius corners cornerRadii ' +
    'topLeftRadius topRightRadius bottomLeftRadius bottomRightRadius borderTopLeftRadius borderTopRightRadius ' +
    'borderBottomLeftRadius borderBottomRightRadius',
  addShadow:
    'shadow setShadow changeShadow dropShadow addDropShadow setDropShadow boxShadow addBoxShadow shadowColor ' +
    'shadowOffset shadowOpacity shadowRadius shadowBlur shadowOffsetX shadowOffsetY',
  addBackgroundBlur:
    'backgroundBlur setBackgroundBlur blurBackground backdropBlur addBackdropBlur changeBackgroundBlur backdropFilter',
  reorder: 'changeOrder setOrder reorderLayer zIndex setZIndex bringToFront moveToFront sendToBack moveToBack',
  hide: 'hideLayer setHidden makeInvisible removeLayer deleteLayer hidden',
  generateImage:
    'image createImage makeImage addImage setImage changeImage replaceImage generatePicture imageFill ' +
    'setImageFill generateImageFill',
  setLayout:
    'layout changeLayout updateLayout autoLayout setAutoLayout changeAutoLayout addAutoLayout ' +
    'setGap changeGap setSpacing changeSpacing setItemSpacing setPadding changePadding updatePadding ' +
    'setLayoutMode changeLayoutMode layoutMode setDirection changeDirection flexDirection direction gap ' +
    'itemSpacing spacing padding paddingX paddingY paddingTop paddingRight paddingBottom paddingLeft ' +
    'paddingHorizontal paddingVertical alignItems justifyContent counterAxisAlignItems primaryAxisAlignItems ' +
    'layoutSizingHorizontal layoutSizingVertical setAlignment changeAlignment setSizing',
  setVariant:
    'variant changeVariant switchVariant setVariantProperty swapVariant setProperty setProperties ' +
    'setComponentProperties setComponentProperty changeProperty',
  useToken:
    'token setToken applyToken bindToken useVariable applyVariable bindVariable setVariable applyStyle ' +
    'useStyle setBoundVariable boundVariable',
});

/** The field that a bare `value` means, if the word for the action says more than the action; squashed. */
export const mainFieldOfWord: Readonly<Record<string, string>> = fieldOfWord({
  gap: 'gap setGap changeGap setSpacing changeSpacing setItemSpacing itemSpacing spacing',
  padding: 'padding setPadding changePadding updatePadding',
  direction: 'setLayoutMode changeLayoutMode layoutMode setDirection changeDirection flexDirection direction',
  align: 'setAlignment changeAlignment alignItems justifyContent',
  width: 'setWidth width resizeWidth changeWidth',
  height: 'setHeight height resizeHeight changeHeight',
  scale: 'scale rescale',
  x: 'moveX translateX',
  y: 'moveY translateY',
  weight:
    'setStrokeWeight changeStrokeWeight setStrokeWidth setBorderWidth changeStrokeWidth strokeWeight ' +
    'strokeWidth borderWidth',
  fontStyle: 'setFontStyle changeFontStyle setFontWeight changeFontWeight updateFontWeight fontWeight fontStyle',
});

function fieldOfWord(table: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(splitWords(table)).flatMap(([field, words]) => words.map((word) => [squash(word), field])),
  );
}

/** Fields that the name of an action implies. */
export const impliedFields: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  moveby: { relative: true },
  translate: { relative: true },
  translatex: { relative: true },
  translatey: { relative: true },
  offset: { relative: true },
  shift: { relative: true },
  nudge: { relative: true },
  uppercase: { textCase: 'UPPER' },
  lowercase: { textCase: 'LOWER' },
  capitalize: { textCase: 'TITLE' },
  bringtofront: { position: 'front' },
  movetofront: { position: 'front' },
  sendtoback: { position: 'back' },
  movetoback: { position: 'back' },
};
