import { element } from './dom.js';
import { formatShare } from './format.js';

/** @typedef {string | Node} Cell */

/**
 * @typedef {object} TableColumn
 * @property {string} name
 * @property {boolean} [number] set to the right, in figures of one width
 */

/**
 * A table in a box that scrolls sideways if it is too wide, also by keyboard.
 *
 * @param {HTMLElement} parent
 * @param {{ label: string, columns: TableColumn[], className?: string }} options
 */
export function createTable(parent, { label, columns, className = '' }) {
  const body = element('tbody');
  const head = element('tr');
  const table = element(
    'table',
    { class: className },
    element('caption', { class: 'unseen' }, label),
    element('thead', {}, head),
    body,
  );
  const box = element('div', { class: 'scroll', role: 'group', 'aria-label': label }, table);
  parent.append(box);
  setColumns(columns);
  // Only what scrolls is a stop on the way with the tab key.
  new ResizeObserver(() => {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }).observe(table);

  /** @param {TableColumn[]} next */
  function setColumns(next) {
    columns = next;
    head.replaceChildren(
      ...next.map(({ name, number }) => element('th', { scope: 'col', class: number === true && 'number' }, name)),
    );
  }

  return {
    setColumns,
    /** The first cell of a row is its heading. @param {Cell[][]} rows */
    setRows(rows) {
      body.replaceChildren(...rows.map((cells) => element('tr', {}, ...cells.map(toCell))));
    },
  };

  /** @param {Cell} cell @param {number} index */
  function toCell(cell, index) {
    const className = columns[index]?.number === true && 'number';
    return index === 0
      ? element('th', { scope: 'row', class: className }, cell)
      : element('td', { class: className }, cell);
  }
}

/**
 * A table that is folded away under a chart: the same figures as text.
 *
 * @param {HTMLElement} parent
 * @param {{ label: string, columns: TableColumn[] }} options
 */
export function createFiguresTable(parent, options) {
  const details = element('details', { class: 'as-table' }, element('summary', {}, 'Figures as a table'));
  parent.append(details);
  return createTable(details, options);
}

/**
 * A share of the whole, as a figure and as a bar beside it.
 *
 * @param {{ part: number, whole: number, longest: number, color?: string }} share
 *   `longest` is the part whose bar has the full length; `color` a CSS variable
 */
export function shareBar({ part, whole, longest, color = '--type-1' }) {
  const bar = element('span', { class: 'share' }, formatShare(part, whole));
  bar.style.setProperty('--share', longest > 0 ? `${Math.max(0, Math.min(1, part / longest)) * 100}%` : '0%');
  bar.style.setProperty('--swatch', `var(${color})`);
  return bar;
}
