import type { PageNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { ChildrenPart } from './children-part.ts';

/** A page. What it holds can be reached once it is loaded. */
export class PagePart extends ChildrenPart implements Pick<PageNode, 'selection' | 'loadAsync'> {
  override get children(): readonly SceneNode[] {
    if (!this.world.loadedPages.has(this.id)) {
      throw new Error('in get_children: Cannot access a page before page.loadAsync or figma.setCurrentPageAsync');
    }
    return super.children;
  }

  override findAllWithCriteria(criteria: Parameters<ChildrenPart['findAllWithCriteria']>[0]): SceneNode[] {
    return this.children.length === 0 ? [] : super.findAllWithCriteria(criteria);
  }

  override appendChild(child: SceneNode): void {
    // Reading the children checks that the page is loaded.
    if (this.children.length >= 0) super.appendChild(child);
  }

  get selection(): readonly SceneNode[] {
    const ids = (this.world.selection.get(this.id) ?? []).filter((nodeId) => this.world.store.has(nodeId));
    return Object.freeze(ids.map((nodeId) => this.world.node(nodeId)));
  }

  set selection(nodes: readonly SceneNode[]) {
    const ids = nodes.map((node) => node.id);
    this.world.selection.set(this.id, ids);
    this.world.emit('selectionchange');
  }

  async loadAsync(): Promise<void> {
    this.world.loadedPages.add(this.id);
  }
}
