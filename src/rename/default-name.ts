const toolWords =
  'arrow|artboard|auto layout|bitmap|boolean group|clip path group|component|compound path|ellipse|frame|group|image|instance|' +
  'layer|line|mask group|oval|path|polygon|rectangle|section|shape|slice|star|subtract|text|union|vector';

/** "Frame", "Frame 12", "Rectangle 1_2", "Vector (Stroke)", "Group 3 copy 2", "12". */
const defaultName = new RegExp(`^(?:(?:${toolWords})\\b)?[\\s\\d_-]*(?:\\(stroke\\))?(?: copy)?[\\s\\d]*$`, 'i');

/** Whether a name says nothing about its layer: a design tool made it, or it is empty or has digits only. */
export function isDefaultName(name: string): boolean {
  return defaultName.test(name.trim());
}
