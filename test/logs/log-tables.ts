import { OptionalKind, type TSchema } from '@sinclair/typebox';
import { commonFields, type LogEvent } from './events/fields.ts';
import { recordEvents } from './events/of-records.ts';
import { requestEvents } from './events/of-requests.ts';
import { serviceEvents } from './events/of-service.ts';
import { overflowLine } from './events/schemas.ts';

/** The tables of docs/logs.md, by the marker they stand under. */
export function logTables(): ReadonlyMap<string, string> {
  return new Map([
    [
      'common',
      table(
        ['field', 'what'],
        Object.entries(commonFields).map(([name, { description = '' }]) => [`\`${name}\``, description]),
      ),
    ],
    ['requests', eventTable(requestEvents)],
    ['service', eventTable(serviceEvents)],
    ['records', eventTable(recordEvents)],
    [
      'overflow',
      table(
        ['field', 'what'],
        Object.entries(overflowLine.properties)
          .filter(([name]) => !(name in commonFields))
          .map(([name, schema]) => [nameOf(name, schema), schema.description ?? '']),
      ),
    ],
  ]);
}

/** The text with each table between its markers made anew. @throws Error where a marker is missing. */
export function withTables(text: string): string {
  let made = text;
  for (const [name, rows] of logTables()) {
    const between = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!between.test(made)) throw new Error(`docs/logs.md has no place for ${name}`);
    made = made.replace(between, (_, before: string, after: string) => `${before}\n${rows}\n${after}`);
  }
  return made;
}

const idsOf: Readonly<Record<LogEvent['of'], string>> = {
  process: '',
  request: '`requestId`',
  job: '`requestId` `jobId`',
};

function eventTable(events: Readonly<Record<string, LogEvent>>): string {
  const rows = Object.entries(events).map(([name, { levels, of, about, fields }]) => {
    const told = Object.entries(fields).map(
      ([field, schema]) =>
        `${nameOf(field, schema)}${schema.description === undefined ? '' : ` ${schema.description}`}`,
    );
    return [`\`${name}\``, levels.join(', '), about, [idsOf[of], ...told].filter(Boolean).join('<br>')];
  });
  return table(['event', 'level', 'when', 'fields'], rows);
}

function nameOf(name: string, schema: TSchema): string {
  return `\`${name}\`${OptionalKind in schema ? '?' : ''}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n') + '\n';
}
