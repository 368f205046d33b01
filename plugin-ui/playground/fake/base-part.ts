import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { checkValue } from './check-values.ts';
import { tidy } from './copy.ts';
import { isInsideInstance } from './geometry.ts';
import { NodePart } from './node-part.ts';

const LARGEST_ENTRY_BYTES = 100_000;

type Base = Pick<
  FrameNode,
  | 'parent'
  | 'name'
  | 'remove'
  | 'getPluginData'
  | 'setPluginData'
  | 'getPluginDataKeys'
  | 'getRelaunchData'
  | 'setRelaunchData'
>;

/** What every node has. */
export class BasePart extends NodePart implements Base {
  get parent(): FrameNode['parent'] {
    const { parentId } = this.record;
    if (parentId === null) return null;
    const isPage = this.world.store.get(parentId).type === 'PAGE';
    return (isPage ? this.world.page(parentId) : this.world.node(parentId)) as FrameNode['parent'];
  }

  get name(): string {
    return this.record.name;
  }

  set name(value: string) {
    checkValue('name', value);
    const { kept } = this.record;
    this.world.store.write(this.id, {
      name: value,
      ...('autoRename' in kept && { kept: { ...kept, autoRename: false } }),
    });
  }

  remove(): void {
    const { store, selection } = this.world;
    const { parentId } = this.record;
    if (isInsideInstance(store, this.id)) throw new Error('in remove: Removing this node is not allowed');
    store.removeTree(this.id);
    if (parentId !== null) tidy(this.world, parentId);
    for (const [pageId, ids] of selection) {
      if (ids.includes(this.id))
        selection.set(
          pageId,
          ids.filter((id) => store.has(id)),
        );
    }
  }

  getPluginData(key: string): string {
    return this.record.pluginData[key] ?? '';
  }

  setPluginData(key: string, value: string): void {
    if (new TextEncoder().encode(key + value).length > LARGEST_ENTRY_BYTES)
      throw new Error('in setPluginData: Entry exceeds 100 kB');
    const pluginData = { ...this.record.pluginData, [key]: value };
    if (value === '') delete pluginData[key];
    this.world.store.write(this.id, { pluginData });
  }

  getPluginDataKeys(): string[] {
    return Object.keys(this.record.pluginData);
  }

  getRelaunchData(): Record<string, string> {
    return { ...this.record.relaunchData };
  }

  setRelaunchData(data: Record<string, string>): void {
    this.world.store.write(this.id, { relaunchData: { ...data } });
  }
}
