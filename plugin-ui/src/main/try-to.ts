/**
 * The value, or undefined if Figma throws: for what the rest does not depend on.
 *
 * Figma throws at every look at some layers, such as one that has vanished from its instance, and refuses some changes.
 * One such layer should not keep the others from being named.
 */
export function tryTo<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
