/**
 * How our clients lay out a sheet: square cells in rows of up to four, counted from 1, row by row, without gaps. A cell
 * begins with its label; its picture is centered below on a contrasting backdrop. The service passes sheets on unread,
 * so that other clients may lay theirs out in another way.
 *
 * Twelve cells are 1,024 x 768 px: models that count in tiles charge four, and no model scales the sheet down.
 */
export const SHEET_CELL_PX = 256;
export const SHEET_LABEL_PX = 28;
export const SHEET_COLUMNS = 4;
/** Models mix up cells more often on larger sheets. */
export const SHEET_MAX_CELLS = 12;

/** Where one cell and its picture lie, in pixels of the sheet. */
export interface SheetCell {
  readonly x: number;
  readonly y: number;
  /** The part that shows the layer, within the cell. */
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** @param count cells of the sheet, 1 to {@link SHEET_MAX_CELLS}. */
export function layOutSheet(count: number): { width: number; height: number; cells: SheetCell[] } {
  const columns = Math.min(count, SHEET_COLUMNS);
  const marginPx = 8;
  const cells = Array.from({ length: count }, (_, index): SheetCell => {
    const x = (index % columns) * SHEET_CELL_PX;
    const y = Math.floor(index / columns) * SHEET_CELL_PX;
    const height = SHEET_CELL_PX - SHEET_LABEL_PX - marginPx;
    const area = { x: x + marginPx, y: y + SHEET_LABEL_PX, width: SHEET_CELL_PX - 2 * marginPx, height };
    return { x, y, area };
  });
  return { width: columns * SHEET_CELL_PX, height: Math.ceil(count / columns) * SHEET_CELL_PX, cells };
}
