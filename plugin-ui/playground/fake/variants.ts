import type { ComponentPropertyDefinitions } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { NodeRecord, Store } from './store.ts';

/** "State=Hover, Size=Large" by property; undefined for any other name. */
export function parseVariantName(name: string): Record<string, string> | undefined {
  const properties: Record<string, string> = {};
  for (const part of name.split(',')) {
    const [, property, value] = /^\s*([^=]+?)\s*=\s*([^=]+?)\s*$/.exec(part) ?? [];
    if (property === undefined || value === undefined || property in properties) return undefined;
    properties[property] = value;
  }
  return properties;
}

/**
 * The variants of a set with their properties.
 *
 * @throws Error as Figma does once a variant's name is not made of the set's properties, or is another's too
 */
export function readVariants(store: Store, setId: string, where: string): Map<string, Record<string, string>> {
  const variants = new Map<string, Record<string, string>>();
  const combinations = new Set<string>();
  let keys: string | undefined;
  for (const childId of store.get(setId).childIds) {
    const properties = parseVariantName(store.get(childId).name);
    const names = properties === undefined ? undefined : Object.keys(properties).toSorted().join();
    const values = Object.entries(properties ?? {})
      .map((entry) => entry.join('='))
      .toSorted()
      .join();
    keys ??= names;
    if (properties === undefined || names !== keys || combinations.has(values)) {
      throw new Error(`in ${where}: Component set for node has existing errors`);
    }
    combinations.add(values);
    variants.set(childId, properties);
  }
  return variants;
}

/** The set that a component is a variant of. */
export function setOf(store: Store, { parentId }: NodeRecord): NodeRecord | undefined {
  const parent = parentId === null || !store.has(parentId) ? undefined : store.get(parentId);
  return parent?.type === 'COMPONENT_SET' ? parent : undefined;
}

/** The text, boolean and swap properties of a component or a set, and the variant properties of a set. */
export function readDefinitions(store: Store, record: NodeRecord, where: string): ComponentPropertyDefinitions {
  const own = (record.kept['componentPropertyDefinitions'] ?? {}) as ComponentPropertyDefinitions;
  if (record.type !== 'COMPONENT_SET') return { ...own };
  const definitions: ComponentPropertyDefinitions = { ...own };
  const [first] = readVariants(store, record.id, where).values();
  for (const [property, defaultValue] of Object.entries(first ?? {})) {
    const options = [...readVariants(store, record.id, where).values()].map((values) => values[property] ?? '');
    definitions[property] = { type: 'VARIANT', defaultValue, variantOptions: [...new Set(options)] };
  }
  return definitions;
}
