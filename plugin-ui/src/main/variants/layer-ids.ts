/** The service takes ids of so many characters; one for each level of instances makes Figma's longer. */
const LONGEST_ID = 128;

/** Ids for the wire: Figma's own, or a short one instead of one that is too long. */
export interface LayerIds {
  toWire(id: string): string;
  /** Figma's id behind one of the wire; any other text comes back as it is. */
  toFigma(id: string): string;
}

/** Makes {@link LayerIds} for one frame. */
export function createLayerIds(): LayerIds {
  const shortById = new Map<string, string>();
  const idByShort = new Map<string, string>();
  return {
    toWire(id) {
      if (id.length <= LONGEST_ID) return id;
      const short = shortById.get(id) || `long-id-${shortById.size + 1}`;
      shortById.set(id, short);
      idByShort.set(short, id);
      return short;
    },
    toFigma: (id) => idByShort.get(id) || id,
  };
}
