/** The names that Figma gives by itself, and those that imports from Sketch, XD and SVG bring along. */
const GIVEN_BY_TOOLS =
  'arrow|bitmap|boolean group|clip path group|combined shape|component|container|ellipse|exclude|fill|frame|g|group|' +
  'image|img|instance|intersect|layer|line|mask|mask group|oval|path|polygon|rect|rectangle|section|shape|slice|star|' +
  'stroke|subtract|svg|text|triangle|union|untitled|vector';

/** "Frame", "Frame 12", "Frame_12", "Rectangle 3 copy 2". */
const defaultName = new RegExp(`^(?:${GIVEN_BY_TOOLS})[ _-]?\\d*(?: copy(?: \\d+)?)?$`, 'i');

/** Names of picture files: "IMG_2031", "DSC0012 1", "Screenshot 2026-01-02 at 10.11.12", "hero.png". */
const cameraName = /^(?:img|dsc|dscn|pxl|photo|screen ?shot|unsplash|pexels)[-_ :]?\S*\d.*$/i;
const fileName = /^(?:unsplash:.*|.*\.(?:png|jpe?g|gif|webp|svg))$/i;

/** Nothing but digits, spaces and marks, or a long run of hexadecimal digits. */
const noWords = /^(?:[\d\s\-_.,:;#()]*|[0-9a-f]{8}[0-9a-f-]*)$/i;

/** Whether a name says nothing of the layer, so that it may be replaced without asking. */
export function isDefaultName(name: string): boolean {
  const trimmed = name.trim();
  return [defaultName, cameraName, fileName, noWords].some((pattern) => pattern.test(trimmed));
}
