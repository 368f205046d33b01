import type { InstanceNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { SetVariant } from '../../../../../src/schemas/edit-instruction.ts';
import { applied, type EditContext, kindOf, type Outcome, skipped } from '../outcome.ts';

/** Sets a property of an instance: a variant, a text, or whether something shows. */
export function setVariant(
  node: SceneNode,
  { property, value }: Static<typeof SetVariant>,
  context: EditContext,
): Outcome {
  if (node.type !== 'INSTANCE') return skipped(`a ${kindOf(node)} has no component properties`);
  const key = findProperty(node, property);
  if (key === undefined) return skipped(`its component has no property "${property}"`);
  const current = node.componentProperties[key];
  const type = current === undefined ? 'VARIANT' : current.type;
  if (type === 'SLOT' || type === 'INSTANCE_SWAP') return skipped(`"${property}" cannot be set to a text`);
  const wanted = type === 'BOOLEAN' ? toBoolean(value) : String(value);
  if (wanted === undefined) return skipped(`"${property}" is either on or off`);
  if (current !== undefined && current.value === wanted) return skipped(`"${property}" is ${String(value)} already`);
  node.setProperties({ [key]: wanted });
  context.refresh(node);
  return applied();
}

/** The property's whole name, with Figma's mark at its end, by the name that designers see. */
function findProperty(node: InstanceNode, name: string): string | undefined {
  const keys = Object.keys(node.componentProperties);
  if (keys.indexOf(name) !== -1) return name;
  const named = keys.filter((key) => bareProperty(key) === name);
  const alike = keys.filter((key) => bareProperty(key).toLowerCase() === name.trim().toLowerCase());
  return named.length === 1 ? named[0] : alike.length === 1 ? alike[0] : undefined;
}

/** "Label" of "Label#12:0". */
export function bareProperty(key: string): string {
  return key.replace(/#[^#]*$/, '');
}

function toBoolean(value: string | boolean): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = value.trim().toLowerCase();
  if (word === 'true' || word === 'on') return true;
  return word === 'false' || word === 'off' ? false : undefined;
}
