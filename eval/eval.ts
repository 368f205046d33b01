import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DemoError, Interrupted } from '../demo/command/demo-error.ts';
import { readEnvironment } from '../demo/command/environment.ts';
import { makeOutFolder } from '../demo/command/make-out-folder.ts';
import { createProgress } from '../demo/command/progress.ts';
import { createTerminal, type Terminal } from '../demo/command/terminal.ts';
import { UsageError } from '../src/cli/parse-arguments.ts';
import { ConfigError } from '../src/config/config.ts';
import { projectRoot } from '../src/project-root.ts';
import { checkSettings } from './command/check-settings.ts';
import { type EvalFlags, readEvalFlags, usage } from './command/eval-flags.ts';
import { evaluateNames, type NamingReport } from './names/evaluate-names.ts';
import { printReports } from './names/print-reports.ts';
import { type LabeledDesign, readLabeledDesigns } from './names/read-labeled-design.ts';
import { type EvalRun, renderEvalPage } from './names/render-page.ts';
import { sumReports } from './names/sum-reports.ts';
import { startEvalService } from './run/start-service.ts';
import { readDesigns } from './variants/read-designs.ts';
import { runVariants } from './variants/run-variants.ts';

/**
 * `npm run eval [-- folder...]`: scores the names the service makes on labeled designs.
 *
 * @returns the exit code
 */
async function main(): Promise<number> {
  const environment = readEnvironment();
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => controller.abort(new Interrupted(name)));
  }
  // A reader that went away, as with `| head`.
  process.stdout.on('error', () => controller.abort(new Interrupted('SIGHUP')));
  try {
    const flags = readEvalFlags(process.argv.slice(2));
    if (flags.help) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    const folders = findFolders(flags.folders, environment.callersFolder);
    checkSettings(flags.settings);
    await makeOutFolder(resolve(flags.out));
    const terminal = createTerminal(flags.json ? process.stderr : process.stdout, environment.colors);
    if (flags.variants) return await runVariants(flags, await readDesigns(folders), terminal, controller.signal);
    const designs = await readLabeledDesigns(folders);
    return await evaluate(flags, designs, terminal, controller.signal);
  } catch (error) {
    const { signal } = controller;
    if (signal.aborted) {
      process.stderr.write('\nStopped. Nothing is left running.\n');
      return (signal.reason as Interrupted).exitCode;
    }
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nSee npm run eval -- --help\n`);
      return 2;
    }
    const known = error instanceof DemoError || error instanceof ConfigError;
    process.stderr.write(`${known ? error.message : String((error as Error).stack)}\n`);
    return 1;
  }
}

/** npm runs commands in the project's folder: a path is meant from where npm was called, and else from here. */
function findFolders(folders: readonly string[], callersFolder: string | undefined): string[] {
  if (folders.length === 0) return [join(projectRoot(), 'eval/designs')];
  return folders.map((folder) => {
    const meant = resolve(callersFolder ?? '', folder);
    return existsSync(meant) ? meant : resolve(folder);
  });
}

async function evaluate(
  flags: EvalFlags,
  designs: readonly LabeledDesign[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const outFolder = resolve(flags.out);
  const logFile = join(outFolder, 'service.log');
  await rm(logFile, { force: true });
  const runs: EvalRun[] = [];
  let isLocal = true;
  for (const { title, values } of flags.settings) {
    const service = await startEvalService(values, logFile);
    try {
      isLocal = service.provider === 'demo';
      const reports: NamingReport[] = [];
      for (const design of designs) {
        signal.throwIfAborted();
        const progress = createProgress(terminal, `layers of ${design.design.name}`);
        const { style, words } = flags;
        const onLayer = (done: number, total: number, { newName }: { readonly newName: string }): void =>
          progress.update(done, total, newName);
        const options = { style, words, signal, onLayer };
        reports.push(await evaluateNames(service, design, options).finally(() => progress.end()));
      }
      runs.push({ title, model: service.model, reports });
    } finally {
      await service.stop();
    }
  }
  for (const { title, model, reports } of runs) {
    printReports(
      terminal,
      `${title}, ${isLocal ? `the local provider, counted as ${model}` : model}`,
      reports,
      flags.worst,
    );
  }
  const page = join(outFolder, 'names.html');
  await writeFile(page, renderEvalPage(runs, designs, isLocal));
  terminal.line();
  terminal.line(`Page: ${page}`);
  if (flags.json) {
    const json = runs.map(({ reports, ...run }) => ({ ...run, designs: reports, all: sumReports(reports) }));
    process.stdout.write(
      `${JSON.stringify({ provider: isLocal ? 'local' : 'openrouter', runs: json }, undefined, 2)}\n`,
    );
  }
  const failed = runs.some(({ reports }) => reports.some(({ unanswered, fault }) => unanswered > 0 || fault));
  if (failed) terminal.line(terminal.paint('red', `Some layers got no name; what went wrong is in ${logFile}`));
  return failed ? 1 : 0;
}

process.exitCode = await main();
// Nothing keeps the process by now; should anything, its exit must not wait for it.
setTimeout(() => process.exit(), 2_000).unref();
