import type { TObject } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { lineSchemas } from './events/schemas.ts';

/** A line of the log; which fields there are, its schema says. */
export type LogLine = Readonly<Record<string, unknown>> & {
  readonly event: string;
  readonly level?: string;
  readonly requestId?: string;
  readonly jobId?: string;
  readonly user?: string;
};

const checks = new Map(
  [...lineSchemas()].map(([name, schema]: [string, TObject]) => [name, TypeCompiler.Compile(schema)]),
);

/** The lines of a log. @throws SyntaxError for one that is no JSON. */
export function readLines(log: string): LogLine[] {
  return log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

/** What is wrong with a line, or undefined. */
export function faultOf(line: LogLine): string | undefined {
  const check = checks.get(line.event);
  if (check === undefined) return `no such event: ${JSON.stringify(line)}`;
  const first = check.Errors(line).First();
  return first === undefined ? undefined : `${line.event}${first.path} ${first.message}: ${JSON.stringify(line)}`;
}
