import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Workbench } from '../workbench.ts';
import { createPagePainter, settleMs } from './paint-page.ts';
import { around, boxOf, fit, hitTest, type View, zoomAt } from './view.ts';

export interface CanvasProps {
  bench: Workbench;
  /** Counts the document's changes: each draws again. */
  revision: number;
  theme: 'light' | 'dark';
  /** Layers to bring into view; a new array each time. */
  zoomTo: readonly string[];
}

/** A click that moved less than this is a click, in CSS pixels. */
const steady = 4;

/** The design on its page, as on Figma's canvas: drag to move, wheel or pinch to zoom, click to select. */
export function Canvas({ bench, revision, theme, zoomTo }: CanvasProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<View>({ scale: 1, x: 0, y: 0 });
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [again, setAgain] = useState(0);
  const [painter] = useState(createPagePainter);
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const { layers } = bench.model;

  const fitAll = (): void => setView(fit(around(bench.model.layers.map(boxOf)), size.width, size.height));

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // A frame more or less is what the visitor waits to see.
  useEffect(() => {
    if (size.width > 0 && layers.length > 0) fitAll();
  }, [bench, layers.length, size]);

  useEffect(() => {
    const boxes = zoomTo.flatMap((id) => bench.model.find(id) ?? []).map(boxOf);
    if (boxes.length > 0 && size.width > 0) setView(fit(around(boxes), size.width, size.height, 1.5));
  }, [zoomTo]);

  useEffect(() => {
    const element = canvas.current;
    if (element === null || size.width === 0) return;
    const density = window.devicePixelRatio;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const request = requestAnimationFrame(() => {
      element.width = Math.round(size.width * density);
      element.height = Math.round(size.height * density);
      const styles = getComputedStyle(element);
      const color = (name: string): string => styles.getPropertyValue(name);
      const colors = { ground: color('--canvas'), title: color('--text-soft'), selected: color('--accent') };
      const isBehind = painter.paint(element, bench, view, density, colors);
      if (isBehind) timer = setTimeout(() => setAgain((times) => times + 1), settleMs);
    });
    return () => {
      cancelAnimationFrame(request);
      clearTimeout(timer);
    };
  }, [bench, revision, view, size, theme, again]);

  const select = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const x = (event.clientX - box.left - view.x) / view.scale;
    const y = (event.clientY - box.top - view.y) / view.scale;
    const title = bench.model.layers.find((node) => {
      const near = (event.clientY - box.top - view.y) / view.scale - node.absoluteY;
      return x >= node.absoluteX && x <= node.absoluteX + node.width && near < 0 && near * view.scale > -20;
    });
    const hit = title ?? hitTest(bench.model.layers, x, y);
    const { selection } = bench.model;
    if (hit === undefined) bench.model.select([]);
    else if (!event.shiftKey) bench.model.select([hit.id]);
    else
      bench.model.select(selection.includes(hit.id) ? selection.filter((id) => id !== hit.id) : [...selection, hit.id]);
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) {
      setView(zoomAt(view, Math.exp(-event.deltaY / 200), event.clientX - box.left, event.clientY - box.top));
    } else setView({ ...view, x: view.x - event.deltaX, y: view.y - event.deltaY });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = 60;
    const moves: Record<string, View> = {
      ArrowLeft: { ...view, x: view.x + step },
      ArrowRight: { ...view, x: view.x - step },
      ArrowUp: { ...view, y: view.y + step },
      ArrowDown: { ...view, y: view.y - step },
      '+': zoomAt(view, 1.25, size.width / 2, size.height / 2),
      '-': zoomAt(view, 0.8, size.width / 2, size.height / 2),
    };
    const next = moves[event.key];
    if (next !== undefined) setView(next);
    else if (event.key === 'Escape') bench.model.select([]);
    else if (event.key === '0') fitAll();
    else return;
    event.preventDefault();
  };

  return (
    <div class="canvas-holder">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={`The canvas with ${layers.map(({ name }) => name).join(', ')}. Arrows move it, plus and minus zoom, 0 shows all.`}
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, y: event.clientY, moved: false };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const from = drag.current;
          if (from === null) return;
          const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
          if (!from.moved && Math.hypot(dx, dy) < steady) return;
          drag.current = { x: event.clientX, y: event.clientY, moved: true };
          setView({ ...view, x: view.x + dx, y: view.y + dy });
        }}
        onPointerUp={(event) => {
          if (drag.current?.moved === false) select(event);
          drag.current = null;
        }}
        onWheel={onWheel}
        onKeyDown={onKeyDown}
      />
      <div class="zoom-buttons">
        <button
          type="button"
          aria-label="Zoom out"
          onClick={() => setView(zoomAt(view, 0.8, size.width / 2, size.height / 2))}
        >
          −
        </button>
        <button type="button" aria-label={`${Math.round(view.scale * 100)}%, show everything`} onClick={fitAll}>
          {Math.round(view.scale * 100)}%
        </button>
        <button
          type="button"
          aria-label="Zoom in"
          onClick={() => setView(zoomAt(view, 1.25, size.width / 2, size.height / 2))}
        >
          +
        </button>
      </div>
    </div>
  );
}
