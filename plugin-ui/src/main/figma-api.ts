import type {
  ClientStorageAPI,
  DocumentNode,
  ParametersAPI,
  PluginAPI,
  UIAPI,
  ViewportAPI,
} from '@figma/plugin-typings/plugin-api-standalone.js';

/**
 * The part of Figma's Plugin API that the plugin uses. The real `figma` has it all; the fake implements just this,
 * so that a use of anything else, or a change of Figma's typings, is a type error and not a surprise in the sandbox.
 */
export type FigmaApi = Pick<
  PluginAPI,
  | 'base64Decode'
  | 'closePlugin'
  | 'command'
  | 'commitUndo'
  | 'createImage'
  | 'currentPage'
  | 'currentUser'
  | 'getLocalPaintStylesAsync'
  | 'getNodeByIdAsync'
  | 'getStyleByIdAsync'
  | 'listAvailableFontsAsync'
  | 'loadFontAsync'
  | 'mixed'
  | 'notify'
  | 'on'
  | 'setCurrentPageAsync'
  | 'showUI'
  | 'skipInvisibleInstanceChildren'
  | 'triggerUndo'
> & {
  readonly clientStorage: Pick<ClientStorageAPI, 'getAsync' | 'setAsync'>;
  readonly parameters: Pick<ParametersAPI, 'on'>;
  readonly root: Pick<DocumentNode, 'children' | 'name'>;
  readonly ui: Pick<UIAPI, 'onmessage' | 'postMessage' | 'resize'>;
  readonly variables: Pick<
    PluginAPI['variables'],
    | 'getLocalVariablesAsync'
    | 'getVariableByIdAsync'
    | 'getLocalVariableCollectionsAsync'
    | 'getVariableCollectionByIdAsync'
    | 'setBoundVariableForPaint'
  >;
  readonly viewport: Pick<ViewportAPI, 'scrollAndZoomIntoView'>;
};
