import type { Host } from './host.ts';

/**
 * Hands Cmd+Z and Ctrl+Z on to the canvas while the keyboard's focus is in the plugin's window, as after "Apply". A
 * text field keeps them: it has its own undo.
 */
export function forwardUndo(document: Document, host: Host): void {
  document.addEventListener('keydown', (event) => {
    const isUndo = (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey;
    if (!isUndo || event.key.toLowerCase() !== 'z' || event.defaultPrevented || isTextField(event.target)) return;
    event.preventDefault();
    host.send({ type: 'undo' });
  });
}

function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return !target.readOnly;
  return target instanceof HTMLInputElement && !target.readOnly && /^(?:text|email|password)$/.test(target.type);
}
