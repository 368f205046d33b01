import type { NodeRecord } from './store.ts';
import type { World } from './world.ts';

/**
 * A part of a node's computed properties. Classes, since a walk makes thousands of nodes: a part is then two fields and
 * not a dozen closures (0.3 ms a node against 0.005).
 */
export class NodePart {
  protected readonly world: World;
  protected readonly id: string;

  constructor(world: World, id: string) {
    this.world = world;
    this.id = id;
  }

  protected get record(): NodeRecord {
    return this.world.store.get(this.id);
  }
}

/** The members of a part that a plugin may see; those of a more special class first. */
export function* publicMembers(Part: { readonly prototype: object }): Generator<[string, PropertyDescriptor]> {
  for (let level = Part.prototype; level !== NodePart.prototype; level = Object.getPrototypeOf(level) as object) {
    for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (name !== 'constructor') yield [name, member];
    }
  }
}
