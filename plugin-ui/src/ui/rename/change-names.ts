import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import { hasNewName, type Row } from './rename-state.ts';

/** Replaces a text in the new names, whatever its case. Rows without a new name stay as they are. */
export function replaceInNames(rows: readonly Row[], find: string, replacement: string): Row[] {
  if (find === '') return [...rows];
  const pattern = new RegExp(escapeForPattern(find), 'giu');
  return rows.map((row) =>
    canChange(row)
      ? renamed(
          row,
          row.newName.replace(pattern, () => replacement),
        )
      : row,
  );
}

/** How many new names hold the text. */
export function countMatches(rows: readonly Row[], find: string): number {
  if (find === '') return 0;
  const pattern = new RegExp(escapeForPattern(find), 'iu');
  return rows.filter((row) => canChange(row) && pattern.test(row.newName)).length;
}

/** The rows whose new name is that of another layer in the same parent. */
export function findEqualSiblings(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    if (!canChange(row)) continue;
    const key = JSON.stringify([row.layer.parentId ?? '', row.newName.trim()]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Numbers siblings of one name from 1, from the back to the front: as the eye meets them in most frames. */
export function numberSiblings(rows: readonly Row[], style: NamingStyle): Row[] {
  const numbers = new Map<string, number>();
  for (const group of findEqualSiblings(rows)) {
    for (const [index, { id }] of group.entries()) numbers.set(id, group.length - index);
  }
  return rows.map((row) => {
    const number = numbers.get(row.id);
    return number === undefined ? row : renamed(row, `${row.newName.trim()}${separators[style]}${number}`);
  });
}

const separators: Readonly<Record<NamingStyle, string>> = {
  snake_case: '_',
  'kebab-case': '-',
  camelCase: '',
  PascalCase: '',
  'Title Case': ' ',
  'Slash/Case': '/',
};

function canChange(row: Row): boolean {
  return row.status !== 'waiting' && hasNewName(row);
}

function renamed(row: Row, newName: string): Row {
  const changed = { ...row, newName };
  return newName === row.newName ? row : { ...changed, chosen: hasNewName(changed) };
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
