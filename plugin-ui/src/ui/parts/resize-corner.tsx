import type { JSX } from 'preact';
import { Icon } from './icons.tsx';

/** Drags the plugin's window to another size, since Figma's windows have no edge to take hold of. */
export function ResizeCorner({ onResize }: { onResize: (width: number, height: number) => void }): JSX.Element {
  const drag = (event: PointerEvent): void => {
    const corner = event.currentTarget as HTMLElement;
    if (!corner.hasPointerCapture(event.pointerId)) return;
    onResize(Math.round(event.clientX + 6), Math.round(event.clientY + 6));
  };
  return (
    <div
      class="corner"
      aria-hidden="true"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    >
      <Icon name="corner" />
    </div>
  );
}
