import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icons.tsx';

export interface NoticeProps {
  tone: 'danger' | 'warning' | 'success' | 'plain';
  icon?: IconName;
  title?: string;
  children?: ComponentChildren;
  /** Buttons. */
  actions?: ComponentChildren;
}

/** A message that stays until it is dealt with. Its text wraps, however long: an error that is cut helps nobody. */
export function Notice({ tone, icon, title, children, actions }: NoticeProps): JSX.Element {
  return (
    <div class={`notice notice-${tone}`} role={tone === 'danger' ? 'alert' : undefined}>
      {icon !== undefined && <Icon name={icon} />}
      <div class="notice-text">
        {title !== undefined && <strong>{title}</strong>}
        {children}
        {actions !== undefined && <div class="notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
