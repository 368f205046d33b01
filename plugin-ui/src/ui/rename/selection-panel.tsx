import type { JSX } from 'preact';
import { defaultSettings, type NamingScope, type SelectionSummary, type SkipSwitches } from '../../messages.ts';
import { count } from '../format.ts';
import { Icon } from '../parts/icons.tsx';
import { Switch } from '../parts/switch.tsx';
import { skipLabels } from './skip-texts.ts';

const scopes: readonly (readonly [NamingScope, string])[] = [
  ['selection', 'Selection'],
  ['page', 'Page'],
  ['file', 'All pages'],
];

export interface SelectionPanelProps {
  selection: SelectionSummary;
  skip: SkipSwitches;
  onSkip: (skip: SkipSwitches) => void;
  onScope: (scope: NamingScope) => void;
}

/** What would be named, and which of it is left out. */
export function SelectionPanel({ selection, skip, onSkip, onScope }: SelectionPanelProps): JSX.Element {
  const { name, total, toName, reasons, variants = 0 } = selection;
  return (
    <section class="section" aria-labelledby="selection-title">
      <ScopeChoice selection={selection} onScope={onScope} />
      <div class="selection-head">
        <Icon name="frame" />
        <div>
          <h2 id="selection-title">{name === '' ? 'Selection' : name}</h2>
          <p class="soft">
            {count(total, 'layer')}, {toName === total ? 'all' : toName.toLocaleString('en')} to name
          </p>
        </div>
      </div>
      <fieldset class="switches">
        <legend class="unseen">What to leave out</legend>
        {skipLabels.map(([reason, label]) => (
          <Switch
            key={reason}
            label={label}
            checked={skip[reason] ?? defaultSettings.skip[reason]}
            detail={reasons[reason]}
            onChange={(checked) => onSkip({ ...skip, [reason]: checked })}
          />
        ))}
      </fieldset>
      {variants > 0 && (
        <p class="soft">{count(variants, 'variant is', 'variants are')} never renamed: their names hold properties.</p>
      )}
    </section>
  );
}

export interface ScopeChoiceProps {
  selection: Pick<SelectionSummary, 'scope'> | null;
  onScope: (scope: NamingScope) => void;
}

export function ScopeChoice({ selection, onScope }: ScopeChoiceProps): JSX.Element {
  const current = selection?.scope ?? 'selection';
  return (
    <fieldset class="segments">
      <legend class="unseen">What to name</legend>
      {scopes.map(([scope, label]) => (
        <label key={scope} class="segment">
          <input type="radio" name="scope" checked={scope === current} onChange={() => onScope(scope)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function EmptySelection({ selection, onScope }: ScopeChoiceProps): JSX.Element {
  const isSelection = (selection?.scope ?? 'selection') === 'selection';
  return (
    <>
      <div class="section">
        <ScopeChoice selection={selection} onScope={onScope} />
      </div>
      <div class="empty">
        <Icon name="layers" />
        <h2>{isSelection ? 'Nothing is selected' : 'There are no layers'}</h2>
        <p class="soft">
          {isSelection
            ? 'Select a frame, or some layers, on the canvas. Layers inside them are included.'
            : 'Draw something, or open another page.'}
        </p>
      </div>
    </>
  );
}
