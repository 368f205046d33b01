import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { DrawnNode } from '../../fake/node-spec.ts';
import type { Workbench } from '../workbench.ts';

export interface LayerTreeProps {
  bench: Workbench;
  /** Counts the document's changes: each draws again. */
  revision: number;
}

/** More rows than this hold the browser up, and nobody reads them. */
const mostRows = 2000;

interface Item {
  readonly node: DrawnNode;
  readonly level: number;
}

const marks: Readonly<Record<string, string>> = {
  FRAME: '#',
  TEXT: 'T',
  INSTANCE: '◇',
  COMPONENT: '◆',
  RECTANGLE: '▭',
  ELLIPSE: '○',
  VECTOR: '∿',
};

/** Figma's layer panel: the front on top, arrows to go through it, Space or a click to select, Shift or Ctrl to add. */
export function LayerTree({ bench }: LayerTreeProps): JSX.Element {
  const tree = useRef<HTMLUListElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState('');
  const { layers, selection } = bench.model;
  const selected = new Set(selection);
  // Variants are closed at first: eighty layers each would bury the frame they were made of.
  const isOpen = ({ id }: DrawnNode, level: number): boolean => closed.has(id) !== (level > 1 || id === layers[0]?.id);
  const items: Item[] = [];
  const waiting: Item[] = layers.map((node) => ({ node, level: 1 }));
  for (let item = waiting.pop(); item !== undefined && items.length < mostRows; item = waiting.pop()) {
    items.push(item);
    const { node, level } = item;
    if (node.children.length === 0 || !isOpen(node, level)) continue;
    for (const child of node.children) waiting.push({ node: child, level: level + 1 });
  }
  const current = items.some(({ node }) => node.id === active) ? active : items[0]?.node.id;

  const toggle = (id: string): void => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  };
  const select = (id: string, adds: boolean): void => {
    setActive(id);
    if (!adds) bench.model.select([id]);
    else bench.model.select(selected.has(id) ? selection.filter((other) => other !== id) : [...selection, id]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = items.findIndex(({ node }) => node.id === current);
    const item = items[at];
    if (item === undefined) return;
    const { node, level } = item;
    const open = node.children.length > 0 && isOpen(node, level);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (target !== undefined) {
      const next = items[target];
      if (next !== undefined) {
        setActive(next.node.id);
        tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[target]?.focus();
      }
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      if (node.children.length > 0 && open === (event.key === 'ArrowLeft')) toggle(node.id);
    } else if (event.key === ' ' || event.key === 'Enter')
      select(node.id, event.shiftKey || event.ctrlKey || event.metaKey || event.key === ' ');
    else return;
    event.preventDefault();
  };

  const tooMany = waiting.length > 0 && (
    <p class="tree-rest">More layers than the panel lists. Select on the canvas, or close a layer.</p>
  );
  return (
    <>
      <ul class="tree" role="tree" aria-label="Layers" aria-multiselectable="true" ref={tree} onKeyDown={onKeyDown}>
        {items.map(({ node, level }) => (
          <li
            key={node.id}
            role="treeitem"
            aria-level={level}
            aria-selected={selected.has(node.id)}
            {...(node.children.length > 0 ? { 'aria-expanded': isOpen(node, level) } : {})}
            tabIndex={node.id === current ? 0 : -1}
            class={node.visible ? `level-${Math.min(level, 6)}` : `level-${Math.min(level, 6)} hidden-layer`}
            onClick={(event) => select(node.id, event.shiftKey || event.ctrlKey || event.metaKey)}
            onDblClick={() => toggle(node.id)}
          >
            <span class="tree-mark" aria-hidden="true">
              {marks[node.type] ?? '·'}
            </span>
            <span class="tree-name">{node.name}</span>
          </li>
        ))}
      </ul>
      {tooMany}
    </>
  );
}
