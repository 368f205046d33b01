import type { ComponentChildren, JSX } from 'preact';

export interface SwitchProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  /** Shown at the end of the line, and part of what is read out. */
  detail?: ComponentChildren;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, checked, disabled = false, detail, onChange }: SwitchProps): JSX.Element {
  return (
    <label class={disabled ? 'switch switch-disabled' : 'switch'}>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="switch-track" aria-hidden="true" />
      <span class="switch-label">{label}</span>
      {detail !== undefined && <span class="switch-detail">{detail}</span>}
    </label>
  );
}
