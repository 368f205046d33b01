import type { InstanceNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditContext } from '../outcome.ts';

/**
 * Sets what a layer in an instance shows through the component property that it is bound to: a value set on the layer
 * itself would not stay.
 *
 * @returns false if it is bound to none; set the layer itself then
 */
export function setByProperty(
  node: SceneNode,
  field: 'characters' | 'visible',
  value: string | boolean,
  context: EditContext,
): boolean {
  const key = (node.componentPropertyReferences ?? {})[field];
  const instance = key === undefined ? undefined : findInstance(node, key);
  if (key === undefined || instance === undefined) return false;
  instance.setProperties({ [key]: value });
  context.refresh(instance);
  return true;
}

function findInstance(node: SceneNode, key: string): InstanceNode | undefined {
  for (let { parent } = node; parent !== null && parent.type !== 'PAGE'; { parent } = parent) {
    if (parent.type === 'INSTANCE' && key in parent.componentProperties) return parent;
  }
  return undefined;
}
