import { repairJson } from '../models/find-json.ts';
import { membersUnder } from './answer-keys.ts';

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Deeper nesting is an attack. */
const maxDepth = 12;
const pair = /^(?:"([^"]*)"|'([^']*)'|([A-Za-z][\w-]*(?: [\w-]+){0,3}))\s*:(?:\s+(.*))?$/;

/**
 * Reads variants written as YAML, which some models prefer to JSON: lists and members by their indents, values in a
 * line. Only from a key of variants that has nothing behind it. A color without quotes is a color, though YAML takes it
 * for a comment. Nothing but a fence says that YAML is whole: without one, the last entry of a list is left out, which
 * may lack its end. Linear in the length of the text.
 */
export function readYaml(text: string): { readonly value: unknown; readonly isCutShort: boolean } | undefined {
  const lines = text.split(/\r?\n/).map((line): Line => {
    const plain = line.replace(/(?<=\s)#(?![0-9a-f]{3,8}\s*$).*$/i, '').trimEnd();
    return { indent: plain.search(/\S|$/), text: plain.trim() };
  });
  const start = lines.findIndex(({ text: line }) => {
    const key = /^([A-Za-z_]{1,40}):$/.exec(line)?.[1];
    return key !== undefined && membersUnder({ [key]: true }, 'variants').length > 0;
  });
  if (start === -1) return undefined;
  const end = lines.findIndex(({ text: line }, index) => index > start && /^(?:```|~~~|\.\.\.$)/.test(line));
  const isCutShort = end === -1;
  const lastEntry = lines.findLastIndex(({ text: line }) => /^-(?:\s|$)/.test(line));
  const block = lines.slice(start, isCutShort ? Math.max(start, lastEntry) : end);
  return {
    value: readBlock(
      block.filter(({ text: line }) => line !== ''),
      0,
    ),
    isCutShort,
  };
}

/** The lines of one list, of one object, or of one value. */
function readBlock(lines: readonly Line[], depth: number): unknown {
  const [first] = lines;
  if (first === undefined || depth > maxDepth) return undefined;
  const isList = /^-(?:\s|$)/.test(first.text);
  const parts = splitParts(lines, first.indent, isList);
  if (isList) return parts.map((part) => readBlock(withoutDash(part), depth + 1));
  if (lines.length === 1 && !pair.test(first.text)) return readScalar(first.text);
  const members = parts.map(([head, ...rest]): [string, unknown] => {
    const [, double, single, bare, value = ''] = pair.exec(head?.text ?? '') ?? [];
    return [double ?? single ?? bare ?? '', value === '' ? readBlock(rest, depth + 1) : readScalar(value)];
  });
  return Object.fromEntries(members.filter(([key]) => key !== '' && key !== '__proto__'));
}

/** Each part begins at the indent of the block; a list under a key may begin there too. */
function splitParts(lines: readonly Line[], indent: number, isList: boolean): Line[][] {
  const parts: Line[][] = [];
  for (const line of lines) {
    const isDash = /^-(?:\s|$)/.test(line.text);
    if (line.indent <= indent && isDash === isList) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

function withoutDash([head, ...rest]: readonly Line[]): Line[] {
  const text = head?.text.replace(/^-\s*/, '') ?? '';
  const indent = (head?.indent ?? 0) + (head?.text.length ?? 0) - text.length;
  return text === '' ? rest : [{ indent, text }, ...rest];
}

function readScalar(text: string): unknown {
  if (/^[[{"]/.test(text)) return repairJson(text);
  if (/^'.*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(text)) return JSON.parse(text.replace(/^(-?)0+(?=\d)/, '$1'));
  return text;
}
