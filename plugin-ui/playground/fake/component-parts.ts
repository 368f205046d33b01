import type {
  ComponentNode,
  ComponentSetNode,
  FrameNode,
  InstanceNode,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import { detach, instantiate } from './copy.ts';
import { instancesOf, rebuildInstance, showProperties } from './instances.ts';
import { NodePart } from './node-part.ts';
import type { NodeRecord } from './store.ts';
import { syncForm } from './strict.ts';
import { assertFonts } from './text.ts';
import { parseVariantName, readDefinitions, readVariants, setOf } from './variants.ts';
import { frozen } from './world.ts';

type Instance = Pick<
  InstanceNode,
  | 'mainComponent'
  | 'getMainComponentAsync'
  | 'detachInstance'
  | 'componentProperties'
  | 'setProperties'
  | 'swapComponent'
  | 'variantProperties'
>;

/** What instances have. */
export class InstancePart extends NodePart implements Instance {
  get mainComponent(): ComponentNode | null {
    throw syncForm('get_mainComponent', 'node.getMainComponentAsync');
  }

  set mainComponent(component: ComponentNode | null) {
    if (component === null) throw new Error('in set_mainComponent: Expected a component');
    rebuildInstance(this.world, this.id, component.id);
  }

  async getMainComponentAsync(): Promise<ComponentNode | null> {
    const main = this.#main();
    return main === undefined ? null : (this.world.node(main.id) as ComponentNode);
  }

  swapComponent(component: ComponentNode): void {
    rebuildInstance(this.world, this.id, component.id);
  }

  detachInstance(): FrameNode {
    return this.world.node(detach(this.world, this.id)) as FrameNode;
  }

  get variantProperties(): InstanceNode['variantProperties'] {
    const main = this.#main();
    const isVariant = main !== undefined && setOf(this.world.store, main) !== undefined;
    return isVariant ? (parseVariantName(main.name) ?? null) : null;
  }

  get componentProperties(): InstanceNode['componentProperties'] {
    const main = this.#main();
    if (main === undefined) return {};
    const values = this.#values();
    const properties: Record<string, { type: string; value: string | boolean }> = {};
    for (const [name, { type }] of Object.entries(this.#definitions(main, 'get_componentProperties'))) {
      properties[name] = { type, value: values[name] ?? '' };
    }
    return frozen(properties) as InstanceNode['componentProperties'];
  }

  setProperties(properties: Parameters<InstanceNode['setProperties']>[0]): void {
    const main = this.#main();
    if (main === undefined) throw new Error('in setProperties: The main component of this instance is missing');
    const definitions = this.#definitions(main, 'setProperties');
    for (const [name, value] of Object.entries(properties)) {
      const type = definitions[name]?.type;
      if (type === undefined) {
        throw new Error(`in setProperties: Could not find a component property with name: '${name}'`);
      }
      if (type === 'SLOT') throw new Error('in setProperties: cannotSetSlotProperty');
      if (typeof value !== (type === 'BOOLEAN' ? 'boolean' : 'string')) {
        throw new Error(`in setProperties: Invalid value for the ${type} property '${name}'`);
      }
    }
    const wanted = { ...this.#values(), ...(properties as Record<string, string | boolean>) };
    if (Object.keys(properties).some((name) => definitions[name]?.type === 'TEXT')) this.#assertFonts(properties);
    const set = setOf(this.world.store, main);
    const variants = set === undefined ? [] : [...readVariants(this.world.store, set.id, 'setProperties')];
    const fit = variants.find(([, own]) => Object.entries(own).every(([name, value]) => wanted[name] === value));
    if (set !== undefined && fit === undefined) {
      throw new Error('in setProperties: Unable to find a variant with those property values');
    }
    if (fit !== undefined && fit[0] !== main.id) rebuildInstance(this.world, this.id, fit[0]);
    const values = Object.fromEntries(Object.entries(wanted).filter(([name]) => definitions[name]?.type !== 'VARIANT'));
    this.world.store.write(this.id, {
      kept: { ...this.record.kept, componentPropertyValues: values },
      isChanged: true,
    });
    showProperties(this.world, this.id, values);
  }

  #main(): NodeRecord | undefined {
    const { mainComponentId } = this.record;
    const { store } = this.world;
    return mainComponentId !== null && store.has(mainComponentId) ? store.get(mainComponentId) : undefined;
  }

  #definitions(main: NodeRecord, where: string) {
    return readDefinitions(this.world.store, setOf(this.world.store, main) ?? main, where);
  }

  /** The value of each property: the instance's own, else the component's. */
  #values(): Record<string, string | boolean> {
    const main = this.#main();
    if (main === undefined) return {};
    const values: Record<string, string | boolean> = {};
    for (const [name, { defaultValue }] of Object.entries(this.#definitions(main, 'get_componentProperties'))) {
      values[name] = defaultValue;
    }
    const own = this.record.kept['componentPropertyValues'] as Record<string, string | boolean> | undefined;
    const variant = setOf(this.world.store, main) === undefined ? {} : parseVariantName(main.name);
    return { ...values, ...own, ...variant };
  }

  #assertFonts(properties: Readonly<Record<string, unknown>>): void {
    const visit = (id: string): void => {
      const record = this.world.store.get(id);
      const { characters = '' } = (record.kept['componentPropertyReferences'] ?? {}) as { characters?: string };
      if (characters in properties) assertFonts(this.world, record, 'setProperties');
      for (const childId of record.childIds) visit(childId);
    };
    visit(this.id);
  }
}

/** What components have. */
export class ComponentPart
  extends NodePart
  implements
    Pick<ComponentNode, 'createInstance' | 'componentPropertyDefinitions' | 'variantProperties' | 'getInstancesAsync'>
{
  createInstance(): InstanceNode {
    return this.world.node(instantiate(this.world, this.id)) as InstanceNode;
  }

  get componentPropertyDefinitions(): ComponentNode['componentPropertyDefinitions'] {
    if (setOf(this.world.store, this.record) !== undefined) {
      throw new Error(
        'in get_componentPropertyDefinitions: Can only get component property definitions of a component set or ' +
          'non-variant component',
      );
    }
    return frozen(readDefinitions(this.world.store, this.record, 'get_componentPropertyDefinitions'));
  }

  get variantProperties(): ComponentNode['variantProperties'] {
    const { store } = this.world;
    const set = setOf(store, this.record);
    return set === undefined ? null : (readVariants(store, set.id, 'get_variantProperties').get(this.id) ?? null);
  }

  async getInstancesAsync(): Promise<InstanceNode[]> {
    return instancesOf(this.world, this.id).map(({ id }) => this.world.node(id) as InstanceNode);
  }
}

/** What component sets have. */
export class ComponentSetPart
  extends NodePart
  implements Pick<ComponentSetNode, 'componentPropertyDefinitions' | 'defaultVariant'>
{
  get componentPropertyDefinitions(): ComponentSetNode['componentPropertyDefinitions'] {
    return frozen(readDefinitions(this.world.store, this.record, 'get_componentPropertyDefinitions'));
  }

  get defaultVariant(): ComponentNode {
    const [first] = this.record.childIds;
    if (first === undefined) throw new Error('in get_defaultVariant: The component set is empty');
    return this.world.node(first) as ComponentNode;
  }
}
