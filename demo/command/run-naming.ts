import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { count } from '../../src/cli/count.ts';
import type { KeptReason } from '../../src/schemas/rename.ts';
import { renderContactSheet } from './contact-sheet.ts';
import type { JobRow } from './job-row.ts';
import type { HeaderParts } from './page.ts';
import { printJob } from './print-job.ts';
import { createProgress } from './progress.ts';
import { costFacts, describeProvider, describeSpending, formatSeconds } from './provider-note.ts';
import type { Design } from './read-design.ts';
import { toDataUrl } from './read-picture-file.ts';
import { type NamingResult, requestNames } from './request-names.ts';
import type { RunOptions, RunResult } from './run-options.ts';
import type { Service } from './service.ts';
import { printTable } from './table.ts';
import { cleanLine, type Terminal } from './terminal.ts';

const reasons: Readonly<Record<KeptReason, string>> = {
  provider_failed: 'the provider failed',
  refused: 'the model refused',
  unusable_answer: 'the answer was unusable',
  deadline: 'the time was up',
  budget: 'the daily budget was used up',
  no_picture: 'it has no picture',
};

/** One layer's way through the job. */
interface Outcome {
  readonly id: string;
  readonly type: string;
  readonly oldName: string;
  readonly newName: string | undefined;
  readonly reason: string | undefined;
  readonly picture: string | undefined;
}

/** Names a design's layers and shows the names: progress, a table, the job's row, the contact sheet. */
export async function runNaming({
  design,
  service,
  terminal,
  flags,
  outFolder,
  signal,
}: RunOptions): Promise<RunResult> {
  const progress = createProgress(terminal, 'layers named');
  const { style, rules } = flags;
  const onLayer = (done: number, total: number, layer: { newName: string }): void =>
    progress.update(done, total, layer.newName);
  const result = await requestNames(service, design, {
    style,
    rules,
    pictures: service.provider === 'demo' ? 'each' : 'sheet',
    signal,
    onLayer,
  }).finally(() => progress.end());
  const outcomes = toOutcomes(design, result);
  const renamed = outcomes.filter(({ newName }) => newName !== undefined);
  const job = await service.readJob(result.jobId);
  const row = 'row' in job ? job.row : undefined;
  signal.throwIfAborted();

  terminal.line();
  printNames(terminal, outcomes);
  printJob(terminal, job);
  const header = describeRun(design, service, result, outcomes, row);
  const sheet = join(outFolder, 'contact-sheet.html');
  await mkdir(outFolder, { recursive: true });
  await writeFile(sheet, renderContactSheet(header, outcomes));

  const isRecorded = 'row' in job || !job.isFault;
  const ok = renamed.length === outcomes.length && result.fault === undefined && isRecorded;
  terminal.line();
  if (result.fault !== undefined) terminal.line(terminal.paint('red', result.fault));
  const counts = `${renamed.length} of ${count(outcomes.length, 'layer')} named`;
  const summary = `${counts} in ${formatSeconds(result.tookMs)}${describeSpending(row)}`;
  terminal.line(terminal.paint(ok ? 'green' : 'red', summary));
  terminal.line(terminal.paint(header.note.kind === 'demo' ? 'yellow' : 'cyan', cleanLine(header.note.text)));
  terminal.line(`Contact sheet: ${sheet}`);
  const layers = outcomes.map(({ id, type, oldName, newName, reason }) => ({ id, type, oldName, newName, reason }));
  return {
    ok,
    json: { ok, jobId: result.jobId, layers, job: row ?? null, tookMs: Math.round(result.tookMs), contactSheet: sheet },
  };
}

function toOutcomes({ layers }: Design, { names }: NamingResult): Outcome[] {
  return layers.map(({ id, type, currentName: oldName, picture }) => {
    const named = names.get(id);
    const fields = { id, type, oldName, picture: picture && toDataUrl(picture) };
    if (named?.status === 'renamed') return { ...fields, newName: named.newName, reason: undefined };
    const reason = named?.reason === undefined ? 'no answer came' : reasons[named.reason];
    return { ...fields, newName: undefined, reason };
  });
}

function printNames(terminal: Terminal, outcomes: readonly Outcome[]): void {
  const rows = outcomes.map(({ id, oldName, newName, reason }) => [
    { text: id, style: 'dim' as const },
    { text: oldName },
    { text: newName ?? oldName, style: newName === undefined ? ('dim' as const) : ('bold' as const) },
    newName === undefined
      ? { text: `kept: ${reason ?? ''}`, style: 'red' as const }
      : { text: 'renamed', style: 'green' as const },
  ]);
  printTable(terminal, ['layer', 'old name', 'new name', 'status'], rows);
}

function describeRun(
  design: Design,
  service: Service,
  result: NamingResult,
  outcomes: readonly Outcome[],
  row: JobRow | undefined,
): HeaderParts {
  const names = outcomes.flatMap(({ newName }) => newName ?? []);
  const kept = outcomes.length - names.length;
  const facts: [string, string][] = [
    ['Renamed', `${names.length} of ${outcomes.length}`],
    ['Distinct names', String(new Set(names).size)],
    ['Time', formatSeconds(result.tookMs)],
  ];
  if (result.firstNameMs !== undefined) facts.push(['First name after', formatSeconds(result.firstNameMs)]);
  if (row !== undefined) facts.push(['Model calls', String(row.model_calls)], ...costFacts(row));
  const { frame, name } = design;
  const provider = describeProvider(service, row, names.length);
  return {
    eyebrow: 'Contact sheet',
    title: name,
    lede:
      kept === 0
        ? `${outcomes.length === 1 ? 'The layer has' : `All ${outcomes.length} layers have`} a new name. The old one is struck through.`
        : `${names.length} of ${count(outcomes.length, 'layer')} got a new name. ${kept} kept the old one, with the reason.`,
    facts,
    note: result.fault === undefined ? provider : { text: `${result.fault}. ${provider.text}`, kind: 'bad' },
    frame: frame?.picture && {
      url: toDataUrl(frame.picture),
      caption: `${frame.frameName}, ${frame.frameWidth} × ${frame.frameHeight} px`,
    },
  };
}
