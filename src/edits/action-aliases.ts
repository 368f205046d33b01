import type { EditAction } from '../schemas/edit-instruction.ts';
import { splitWords } from './words.ts';

/** What models write instead of the names of actions. */
export const actionAliases = splitWords<EditAction>({
  move: 'moveTo moveLayer moveBy setPosition changePosition reposition translate',
  resize: 'resizeLayer setSize changeSize scale setWidth setHeight',
  changeFill:
    'fill setFill updateFill addFill fillColor setFillColor changeFillColor color setColor changeColor ' +
    'recolor setBackground changeBackground setBackgroundColor changeBackgroundColor backgroundColor ' +
    'setTextColor changeTextColor textColor solidFill',
  addGradient:
    'gradient setGradient changeGradient applyGradient linearGradient addLinearGradient gradientFill ' +
    'addGradientFill setGradientFill',
  changeStroke:
    'stroke setStroke updateStroke changeStrokeColor setStrokeColor border setBorder changeBorder ' +
    'updateBorder changeOutline setOutline',
  addStroke: 'addBorder addOutline',
  removeStroke: 'removeBorder removeOutline deleteStroke clearStroke noStroke',
  changeText:
    'text setText updateText editText replaceText setContent changeContent changeTextContent ' +
    'setCharacters changeCharacters changeCopy rewriteText',
  changeFont:
    'font setFont updateFont fontFamily setFontFamily changeFontFamily changeTypeface setTypeface ' +
    'setFontStyle changeFontStyle setFontName changeFontName',
  changeFontSize: 'fontSize setFontSize updateFontSize textSize setTextSize changeTextSize',
  changeTextCase: 'textCase setTextCase changeCase setCase textTransform',
  changeOpacity: 'opacity setOpacity updateOpacity changeTransparency setAlpha changeAlpha',
  changeCornerRadius:
    'cornerRadius setCornerRadius updateCornerRadius borderRadius setBorderRadius changeBorderRadius ' +
    'changeRadius setRadius roundCorners changeCorners addCornerRadius',
  addShadow: 'shadow setShadow changeShadow dropShadow addDropShadow setDropShadow boxShadow addBoxShadow',
  addBackgroundBlur:
    'backgroundBlur setBackgroundBlur blurBackground backdropBlur addBackdropBlur changeBackgroundBlur',
  reorder: 'changeOrder setOrder reorderLayer zIndex setZIndex bringToFront moveToFront sendToBack moveToBack',
  hide: 'hideLayer setHidden makeInvisible removeLayer deleteLayer',
  generateImage:
    'image createImage makeImage addImage setImage changeImage replaceImage generatePicture imageFill ' +
    'setImageFill generateImageFill',
  setLayout:
    'layout changeLayout updateLayout autoLayout setAutoLayout changeAutoLayout addAutoLayout ' +
    'setGap changeGap setSpacing changeSpacing setItemSpacing setPadding changePadding updatePadding',
  setVariant:
    'variant changeVariant switchVariant setVariantProperty swapVariant setProperty setProperties setComponentProperties setComponentProperty changeProperty',
  useToken:
    'token setToken applyToken bindToken useVariable applyVariable bindVariable setVariable applyStyle useStyle',
});

/** The field that a bare `value` means, if the word for the action says more than the action; squashed. */
export const mainFieldOfWord: Readonly<Record<string, string>> = {
  setgap: 'gap',
  changegap: 'gap',
  setspacing: 'gap',
  changespacing: 'gap',
  setitemspacing: 'gap',
  setpadding: 'padding',
  changepadding: 'padding',
  updatepadding: 'padding',
};

/** Fields that the name of an action implies. */
export const impliedFields: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  moveby: { relative: true },
  translate: { relative: true },
  bringtofront: { position: 'front' },
  movetofront: { position: 'front' },
  sendtoback: { position: 'back' },
  movetoback: { position: 'back' },
};
