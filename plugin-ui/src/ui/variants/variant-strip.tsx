import type { JSX } from 'preact';
import type { VariantView } from './variants-state.ts';

export interface VariantStripProps {
  variants: readonly VariantView[];
  /** Variants of the run that are still to come. */
  coming: number;
  onGoTo: (variant: VariantView) => void;
}

/** All variants side by side on the first screen, small, each leading to its card. */
export function VariantStrip({ variants, coming, onGoTo }: VariantStripProps): JSX.Element | null {
  if (variants.length + coming === 0) return null;
  return (
    <nav class="strip" aria-label="Variants at a glance">
      {variants.map((variant) => (
        <button type="button" key={variant.id} class="strip-variant" onClick={() => onGoTo(variant)}>
          <span class="strip-picture">
            {variant.pictureUrl !== '' && <img src={variant.pictureUrl} alt="" decoding="async" />}
          </span>
          <span class="strip-theme">{variant.theme}</span>
        </button>
      ))}
      {Array.from({ length: coming }, (_, index) => (
        <span key={index} class="strip-variant" aria-hidden="true">
          <span class="strip-picture strip-coming" />
        </span>
      ))}
    </nav>
  );
}
