import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import type { Settings } from '../../messages.ts';

/** Each style with a name written in it: the example says more than the style's own name. */
const styles: readonly (readonly [NamingStyle, string])[] = [
  ['snake_case', 'primary_button'],
  ['kebab-case', 'primary-button'],
  ['camelCase', 'primaryButton'],
  ['PascalCase', 'PrimaryButton'],
  ['Title Case', 'Primary Button'],
  ['Slash/Case', 'Button/Primary'],
];

const longestRules = 1000;

export interface NamingOptionsProps {
  settings: Settings;
  onChange: (change: Partial<Settings>) => void;
}

export function NamingOptions({ settings, onChange }: NamingOptionsProps): JSX.Element {
  const { namingStyle, namingRules } = settings;
  const [open, setOpen] = useState(namingRules !== '');
  return (
    <section class="section" aria-label="Naming">
      <div class="field">
        <label for="naming-style">Naming style</label>
        <select
          id="naming-style"
          value={namingStyle}
          onChange={(event) => onChange({ namingStyle: event.currentTarget.value as NamingStyle })}
        >
          {styles.map(([style, example]) => (
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
