import type { Store } from '../store.ts';
import type { VariantsState, VariantView } from './variants-state.ts';

/** The variants on the list: what changes their part of the tab's state. */
export interface VariantList {
  find(id: string): VariantView | undefined;
  change(id: string, update: (variant: VariantView) => VariantView): void;
  /** Puts a variant at the end, or in the place of another one. */
  add(variant: VariantView, replacedId: string | undefined): void;
  /** Shows how a variant looks by now; null if it has no picture. */
  show(id: string, picture: Uint8Array | null): void;
  remove(id: string): void;
}

/** Makes the {@link VariantList} of the variants tab's store. */
export function createVariantList(store: Store<VariantsState>): VariantList {
  const find = (id: string): VariantView | undefined => store.get().variants.find((variant) => variant.id === id);

  function change(id: string, update: (variant: VariantView) => VariantView): void {
    store.set({ variants: store.get().variants.map((variant) => (variant.id === id ? update(variant) : variant)) });
  }

  return {
    find,
    change,
    add(variant, replacedId) {
      const { variants } = store.get();
      const next =
        replacedId === undefined
          ? [...variants, variant]
          : variants.map((other) => (other.id === replacedId ? variant : other));
      store.set({ variants: next });
    },
    show(id, picture) {
      change(id, (variant) => {
        URL.revokeObjectURL(variant.pictureUrl);
        return { ...variant, pictureUrl: picture === null ? '' : toUrl(picture) };
      });
    },
    remove(id) {
      URL.revokeObjectURL(find(id)?.pictureUrl ?? '');
      store.set({ variants: store.get().variants.filter((variant) => variant.id !== id) });
    },
  };
}

function toUrl(picture: Uint8Array): string {
  return URL.createObjectURL(new Blob([picture as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
}
