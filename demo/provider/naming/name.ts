/** A name in the making: what the layer is about, then what it is. */
export interface Name {
  readonly about: readonly string[];
  readonly role: readonly string[];
}

/** Where the words are in a control's picture. */
export type InkPlace = 'left' | 'middle' | 'ends';
