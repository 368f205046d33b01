/** A name in the making: what the layer is about, then what it is. */
export interface Name {
  about: string[];
  role: string[];
  /** A colour word that helps to tell it from another of the same name; '' or missing where none is known. */
  shade?: string;
}
