import type { NamingStyle } from '../../../src/schemas/rename.ts';

/**
 * Why a layer is left out of a naming run. `iconPart`: a shape inside an icon. `autoText`: a text whose name follows
 * its words.
 */
export type SkipReason =
  | 'hidden'
  | 'locked'
  | 'component'
  | 'insideInstance'
  | 'alreadyNamed'
  | 'iconPart'
  | 'autoText';

/** What a naming run looks at: the selection, the current page, or all pages of the file. */
export type NamingScope = 'selection' | 'page' | 'file';

/** The most layers that one run names. More are named in several runs. */
export const MOST_LAYERS_PER_RUN = 2000;

type NewSkipReason = 'iconPart' | 'autoText';

/** Each reason has a switch: true leaves such layers out. A switch that is missing is as in `defaultSettings`. */
export type SkipSwitches = Record<Exclude<SkipReason, NewSkipReason>, boolean> &
  Partial<Record<NewSkipReason, boolean>>;

/** What is kept in Figma's clientStorage between runs: on this machine, for this user, for this plugin. */
export interface Settings {
  /** The address the designer typed, '' if none: see `userEmail` for what is sent then. */
  email: string;
  /** The service's access key, '' if none. */
  accessKey: string;
  namingStyle: NamingStyle;
  /** Whether names follow the style of the names that the file has; `namingStyle` is used if it has too few. */
  followFileStyle?: boolean;
  /** Whether layers at the same place of other screens get the same names. */
  nameTwins?: boolean;
  /** The team's own rules and glossary, at most 1000 characters. */
  namingRules: string;
  /** File name of the chosen prompt, '' for the service's default. */
  promptFile: string;
  /** Whether variants may have generated pictures. */
  generateImages: boolean;
  skip: SkipSwitches;
}

/** Every style, as the menus offer them. */
export const namingStyles: readonly NamingStyle[] = [
  'Title Case',
  'snake_case',
  'kebab-case',
  'camelCase',
  'PascalCase',
  'Slash/Case',
];

/** The most characters of `namingRules`. */
export const LONGEST_NAMING_RULES = 1000;

/** Settings of a first start. */
export const defaultSettings: Required<Settings> & { skip: Required<SkipSwitches> } = {
  email: '',
  accessKey: '',
  namingStyle: 'Title Case',
  followFileStyle: true,
  nameTwins: false,
  namingRules: '',
  promptFile: '',
  generateImages: false,
  skip: {
    hidden: true,
    locked: true,
    component: true,
    insideInstance: true,
    alreadyNamed: true,
    iconPart: true,
    autoText: false,
  },
};
