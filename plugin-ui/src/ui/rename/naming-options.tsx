import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import type { SelectionSummary, Settings } from '../../messages.ts';
import { chooseStyle, namingStyles } from './choose-style.ts';

const longestRules = 1000;
/** Value of the menu's first entry, which is not a style. */
const likeFile = 'file';

export interface NamingOptionsProps {
  settings: Settings;
  selection: SelectionSummary;
  onChange: (change: Partial<Settings>) => void;
}

export function NamingOptions({ settings, selection, onChange }: NamingOptionsProps): JSX.Element {
  const { namingStyle, namingRules, followFileStyle } = settings;
  const [open, setOpen] = useState(namingRules !== '');
  const fileStyle = chooseStyle({ followFileStyle: true, namingStyle }, selection);
  const choose = (value: string): void =>
    onChange(
      value === likeFile ? { followFileStyle: true } : { followFileStyle: false, namingStyle: value as NamingStyle },
    );
  return (
    <section class="section" aria-label="Naming">
      <div class="field">
        <label for="naming-style">Naming style</label>
        <select
          id="naming-style"
          value={followFileStyle === true ? likeFile : namingStyle}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value={likeFile}>{`Like this file: ${fileStyle}`}</option>
          {namingStyles.map(([style, example]) => (
            <option key={style} value={style}>{`${style}: ${example}`}</option>
          ))}
        </select>
      </div>
      {open ? (
        <div class="field">
          <label for="naming-rules">Your team's rules</label>
          <textarea
            id="naming-rules"
            rows={4}
            maxLength={longestRules}
            aria-describedby="naming-rules-help"
            placeholder={'Icons begin with "ic". Say "basket", never "cart".'}
            value={namingRules}
            onInput={(event) => onChange({ namingRules: event.currentTarget.value })}
          />
          <p class="soft" id="naming-rules-help">
            Remembered and sent with each run. {namingRules.length} of {longestRules} characters.
          </p>
        </div>
      ) : (
        <button type="button" class="link" onClick={() => setOpen(true)}>
          Add your team's rules
        </button>
      )}
    </section>
  );
}
