import type { JSX } from 'preact';
import { defaultSettings, type SelectionSummary, type SkipReason, type SkipSwitches } from '../../messages.ts';
import { count } from '../format.ts';
import { Icon } from '../parts/icons.tsx';
import { Switch } from '../parts/switch.tsx';

const skipLabels: readonly (readonly [SkipReason, string])[] = [
  ['hidden', 'Skip hidden layers'],
  ['locked', 'Skip locked layers'],
  ['component', 'Skip components'],
  ['insideInstance', 'Skip what is inside instances'],
  ['alreadyNamed', 'Skip layers that have a name'],
];

export interface SelectionPanelProps {
  selection: SelectionSummary;
  skip: SkipSwitches;
  onSkip: (skip: SkipSwitches) => void;
}

/** What is selected, and which of it is left out. */
export function SelectionPanel({ selection, skip, onSkip }: SelectionPanelProps): JSX.Element {
  const { name, total, toName, reasons } = selection;
  return (
    <section class="section" aria-labelledby="selection-title">
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
    </section>
  );
}

export function EmptySelection(): JSX.Element {
  return (
    <div class="empty">
      <Icon name="layers" />
      <h2>Nothing is selected</h2>
      <p class="soft">Select a frame, or some layers, on the canvas. All that they hold is looked at too.</p>
    </div>
  );
}
