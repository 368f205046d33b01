import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createProgress } from '../../demo/command/progress.ts';
import type { Design } from '../../demo/command/read-design.ts';
import type { Terminal } from '../../demo/command/terminal.ts';
import { MOST_VARIANTS } from '../../src/schemas/edits.ts';
import type { EvalFlags } from '../command/eval-flags.ts';
import { startEvalService } from '../run/start-service.ts';
import { evaluateVariants, type VariantsReport } from './evaluate-variants.ts';
import { printVariants } from './print-variants.ts';
import { renderVariantsSheet } from './variants-sheet.ts';

/**
 * Scores variants over designs and styles, under each setting that is compared.
 *
 * @returns the exit code
 */
export async function runVariants(
  flags: EvalFlags,
  designs: readonly Design[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const outFolder = resolve(flags.out);
  const logFile = join(outFolder, 'service.log');
  await mkdir(outFolder, { recursive: true });
  await rm(logFile, { force: true });
  const prompts = flags.prompts.length === 0 ? [undefined] : flags.prompts;
  const all: VariantsReport[] = [];
  const runs: object[] = [];
  for (const { title, values } of flags.settings) {
    const service = await startEvalService(values, logFile);
    const reports: VariantsReport[] = [];
    try {
      for (const design of designs) {
        for (const prompt of prompts) {
          signal.throwIfAborted();
          const progress = createProgress(terminal, `variants of ${design.name}`);
          const onVariant = (count: number): void => progress.update(count, MOST_VARIANTS, '');
          reports.push(
            await evaluateVariants(service, design, prompt, { signal, onVariant }).finally(() => progress.end()),
          );
        }
      }
      printVariants(
        terminal,
        `${title}, ${service.provider === 'demo' ? 'the local provider' : service.model}`,
        reports,
      );
    } finally {
      await service.stop();
    }
    all.push(...reports);
    runs.push({ title, designs: reports.map(withoutVariants) });
  }
  const page = join(outFolder, 'variants.html');
  // Drawing holds up the process for seconds: the services have stopped by now.
  await writeFile(page, await renderVariantsSheet(designs, all));
  terminal.line(`Page: ${page}`);
  if (flags.json) process.stdout.write(`${JSON.stringify({ runs }, undefined, 2)}\n`);
  return all.some(({ fault }) => fault !== undefined) ? 1 : 0;
}

function withoutVariants(report: VariantsReport): object {
  const { variants: _, ...figures } = report;
  return figures;
}
