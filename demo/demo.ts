import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { count } from '../src/cli/count.ts';
import { UsageError } from '../src/cli/parse-arguments.ts';
import { ConfigError } from '../src/config/config.ts';
import { projectRoot } from '../src/project-root.ts';
import { DemoError, Interrupted } from './command/demo-error.ts';
import { type DemoFlags, readDemoFlags, usage } from './command/demo-flags.ts';
import { type DemoEnvironment, readEnvironment } from './command/environment.ts';
import { makeOutFolder } from './command/make-out-folder.ts';
import { readDesign } from './command/read-design.ts';
import { runEdits } from './command/run-edits.ts';
import { runNaming } from './command/run-naming.ts';
import { type Service, useService } from './command/service.ts';
import { cleanLine, createTerminal, type Terminal } from './command/terminal.ts';

/** npm passes Ctrl-C on to a command that had it from the terminal already: two within this time are one. */
const sameSignalMs = 500;

/**
 * `npm run demo [-- folder]`: names the layers of a design, or makes variants of it, and shows the result.
 *
 * @returns the exit code
 */
async function main(): Promise<number> {
  const environment = readEnvironment();
  const { signal, stopListening } = listenForStop();
  let terminal = createTerminal(process.stderr, environment.colors);
  try {
    const flags = readDemoFlags(process.argv.slice(2));
    if (flags.help) {
      process.stdout.write(`${usage}\n`);
      return 0;
    }
    if (!flags.json) terminal = createTerminal(process.stdout, environment.colors);
    return (await run(flags, environment, terminal, signal)) ? 0 : 1;
  } catch (error) {
    if (error instanceof Interrupted || signal.aborted) {
      process.stderr.write('\nStopped. Nothing is left running.\n');
      return (signal.reason as Interrupted).exitCode;
    }
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nSee npm run demo -- --help\n`);
      return 2;
    }
    const known = error instanceof DemoError || error instanceof ConfigError;
    process.stderr.write(`${known ? error.message : String((error as Error).stack)}\n`);
    return 1;
  } finally {
    stopListening();
  }
}

async function run(
  flags: DemoFlags,
  environment: DemoEnvironment,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  const folder =
    flags.folder === undefined
      ? join(projectRoot(), 'samples', flags.edits ? 'sign-in' : 'dashboard')
      : findFolder(flags.folder, environment);
  const design = await readDesign(folder);
  for (const note of design.notes) terminal.line(terminal.paint('yellow', `Left out: ${cleanLine(note)}`));
  if (flags.edits && design.frame === undefined) {
    throw new DemoError(`Variants need the position of each layer: ${folder} has no frame.json`);
  }
  const outFolder = resolve(flags.out ?? join('out', design.name));
  await makeOutFolder(outFolder);
  const logFile = join(outFolder, 'service.log');
  const service = await open(flags, environment, terminal, logFile);
  try {
    signal.throwIfAborted();
    const { layers } = design;
    terminal.line(
      `${count(layers.length, 'layer')} of ${shortPath(folder)} ${layers.length === 1 ? 'goes' : 'go'} to ${service.url}`,
    );
    const { ok, json } = await (flags.edits ? runEdits : runNaming)({
      design,
      service,
      terminal,
      flags,
      outFolder,
      signal,
    });
    if (flags.json) process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
    if (!ok && environment.serviceUrl === undefined) terminal.line(`What went wrong is in ${shortPath(logFile)}`);
    return ok;
  } finally {
    // It learns from its socket that its client has left, and closes once the job's end is recorded.
    await service.stop();
  }
}

/** npm runs commands in the project's folder: a path is meant from where npm was called, and else from here. */
function findFolder(folder: string, { callersFolder }: DemoEnvironment): string {
  const meant = resolve(callersFolder ?? '', folder);
  return existsSync(meant) ? meant : resolve(folder);
}

async function open(
  flags: DemoFlags,
  environment: DemoEnvironment,
  terminal: Terminal,
  logFile: string,
): Promise<Service> {
  const { serviceUrl, accessKey } = environment;
  if (serviceUrl !== undefined) {
    if (!URL.canParse(serviceUrl) || !/^https?:/.test(serviceUrl)) {
      throw new DemoError(`SERVICE_URL expects an http:// or https:// address, got "${serviceUrl}"`);
    }
    return useService(serviceUrl, accessKey);
  }
  terminal.line(`Starting the service and what it needs; its log is ${shortPath(logFile)}`);
  // Loaded here: a wrong folder is reported at once, without the second that the service takes to load.
  const { startService } = await import('./command/start-service.ts');
  return startService({ logFile, accessKey, latencyMs: flags.latencyMs });
}

function shortPath(path: string): string {
  const short = relative('', path);
  return short.startsWith('..') || short === '' ? path : short;
}

/** The first signal asks the command to stop, a second ends it. A reader that went away (`| head`) stops it too. */
function listenForStop(): { signal: AbortSignal; stopListening: () => void } {
  const controller = new AbortController();
  let stoppedAt: number | undefined;
  const stop = (name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void => {
    const interrupted = new Interrupted(name);
    if (stoppedAt !== undefined && performance.now() - stoppedAt > sameSignalMs) process.exit(interrupted.exitCode);
    stoppedAt ??= performance.now();
    controller.abort(interrupted);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  const leave = (): void => controller.abort(new Interrupted('SIGHUP'));
  process.stdout.on('error', leave);
  return {
    signal: controller.signal,
    stopListening: () => signals.forEach((name) => process.off(name, stop)),
  };
}

process.exitCode = await main();
// Nothing keeps the process by now; should anything, its exit must not wait for it.
setTimeout(() => process.exit(), 2_000).unref();
