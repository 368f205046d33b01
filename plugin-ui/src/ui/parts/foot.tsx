import type { ComponentChildren, JSX } from 'preact';

/** The foot of a tab, with what can be done next. It takes the focus that a vanished button leaves: see `keepFocus`. */
export function Foot({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <footer class="foot" role="group" aria-label="Next step" tabIndex={-1}>
      {children}
    </footer>
  );
}
