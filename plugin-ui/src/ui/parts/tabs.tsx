import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

export interface TabsProps<Name extends string> {
  label: string;
  tabs: readonly { name: Name; title: string; badge?: string }[];
  current: Name;
  onSelect: (name: Name) => void;
}

/** Tabs as the ARIA practices have them: one stop for the Tab key, arrows, Home and End within. */
export function Tabs<Name extends string>({ label, tabs, current, onSelect }: TabsProps<Name>): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ name }) => name === current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = (to + tabs.length) % tabs.length;
    const tab = tabs[index];
    if (tab === undefined) return;
    onSelect(tab.name);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ name, title, badge }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === current}
          aria-controls={`panel-${name}`}
          tabIndex={name === current ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          {title}
          {badge !== undefined && <span class="badge">{badge}</span>}
        </button>
      ))}
    </div>
  );
}
