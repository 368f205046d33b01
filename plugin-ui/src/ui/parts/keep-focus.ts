/**
 * Keeps the focus in the plugin: a button that goes when it is pressed, as "Cancel" does, would leave it to the whole
 * page, and whoever works by keyboard to begin at the top. It goes to the foot of the tab, where the next step is, or,
 * without a next step, to the tab itself. Whoever works on the canvas meanwhile is not called away. Returns an end to
 * it.
 */
export function keepFocus(root: HTMLElement): () => void {
  const { ownerDocument: document } = root;
  let last: Element | null = null;
  const follow = (event: FocusEvent): void => {
    last = event.target as Element;
  };
  const observer = new MutationObserver(() => {
    if (last === null || last.isConnected) return;
    last = null;
    if (!document.hasFocus() || document.activeElement !== document.body) return;
    const next = root.querySelector<HTMLElement>('.foot') ?? root.querySelector<HTMLElement>('[aria-selected=true]');
    next?.focus();
  });
  root.addEventListener('focusin', follow);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    root.removeEventListener('focusin', follow);
    observer.disconnect();
  };
}
