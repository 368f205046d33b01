import type { JSX } from 'preact';
import { count } from '../format.ts';
import { Icon } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { InstructionList } from './instruction-list.tsx';
import type { VariantStatus, VariantView } from './variants-state.ts';

const statusTexts: Readonly<Record<VariantStatus, string>> = {
  applying: 'Placing it beside the frame ...',
  standing: '',
  failed: 'Could not be created',
  remaking: 'Generating a replacement ...',
  using: 'Being applied to the frame ...',
};

export interface VariantCardProps {
  variant: VariantView;
  /** A run is under way: none can be regenerated before its end. */
  busy: boolean;
  onZoom: () => void;
  onDiscard: () => void;
  onRemake: () => void;
  onUse: () => void;
}

/** Where the card of a variant is in the page. */
export function cardId(variantId: string): string {
  return `card-${variantId}`;
}

export function VariantCard({ variant, busy, onZoom, onDiscard, onRemake, onUse }: VariantCardProps): JSX.Element {
  const { id, theme, humanPrompt, status, message, missingFonts, palette, checks, pictureUrl } = variant;
  const titleId = `variant-${id}`;
  const text = statusTexts[status];
  return (
    <article
      class="card"
      id={cardId(id)}
      tabIndex={-1}
      aria-labelledby={titleId}
      aria-busy={status !== 'standing' && status !== 'failed'}
    >
      <div class="card-picture">
        {pictureUrl !== '' && <img src={pictureUrl} alt={`Preview of ${theme}`} decoding="async" />}
      </div>
      <div class="swatches" aria-hidden="true">
        {palette.map((color) => (
          <span key={color} style={{ background: color }} />
        ))}
      </div>
      <h3 id={titleId}>{theme}</h3>
      <p class="soft card-prompt">{humanPrompt}</p>
      {checks !== '' && <p class="card-checks">{checks}</p>}
      {text !== '' && <p class="card-status">{text}</p>}
      {message !== '' && (
        <Notice tone="danger" icon="warning">
          <p>{message}</p>
        </Notice>
      )}
      {missingFonts.length > 0 && (
        <details class="report">
          <summary>{count(missingFonts.length, 'font is', 'fonts are')} missing</summary>
          <p class="soft">
            Not on this machine: {missingFonts.join(', ')}. Texts in {missingFonts.length === 1 ? 'it' : 'them'} were
            left as they are.
          </p>
        </details>
      )}
      <div class="card-buttons">
        {status !== 'failed' && (
          <button
            type="button"
            class="button button-primary"
            disabled={status !== 'standing'}
            onClick={onUse}
            aria-label={`Use this one: ${theme}`}
          >
            Use this one
          </button>
        )}
        {status !== 'failed' && (
          <button type="button" class="button" onClick={onZoom} aria-label={`Show ${theme} on the canvas`}>
            Show
          </button>
        )}
        <button
          type="button"
          class="button"
          disabled={status === 'applying' || status === 'using'}
          onClick={onDiscard}
          aria-label={`Discard ${theme}`}
        >
          Discard
        </button>
        <button type="button" class="button" disabled={busy} onClick={onRemake} aria-label={`Regenerate ${theme}`}>
          <Icon name="refresh" />
          Regenerate
        </button>
      </div>
      <InstructionList variant={variant} />
    </article>
  );
}
