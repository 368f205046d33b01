import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../demo/postgres/server.ts';
import { readCpuMs, readMemoryMb } from './proc-figures.ts';

export interface ProcessOptions {
  /** Names the process in messages and its log file. */
  name: string;
  /** The JavaScript file to run. */
  entry: string;
  /** Its arguments, given the port it must listen on. */
  args?: (port: number) => readonly string[];
  /** Beside PATH and HOME this is the whole environment: no setting of the caller's shell can change a figure. */
  env?: Readonly<Record<string, string>>;
  /** Options for node itself, such as --cpu-prof. */
  nodeArgs?: readonly string[];
  /** Where its output goes, as a file: a pipe would make this process work for the one measured. */
  logDir: string;
}

/** A child that listens on `origin`, with its figures. */
export interface MeasuredProcess {
  name: string;
  pid: number;
  origin: string;
  /** CPU since its start, user and system, milliseconds. */
  cpuMs(): number;
  residentMb(): number;
  /** The highest resident memory since its start, MB of 2^20 bytes. */
  peakMb(): number;
  /** SIGTERM, then SIGKILL after 15 s; resolves once it is gone. */
  stop(): Promise<void>;
}

const startTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;

/**
 * Starts a node process with PORT set to a free port and waits until that port answers.
 *
 * @throws Error with the end of its output when it exits first or is not there within 30 s.
 */
export async function startProcess(options: ProcessOptions): Promise<MeasuredProcess> {
  const port = await findFreePort();
  mkdirSync(options.logDir, { recursive: true });
  const logFile = join(options.logDir, `${options.name}.log`);
  const log = openSync(logFile, 'w');
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), options.entry, ...(options.args?.(port) ?? [])], {
    env: { PATH, HOME, PORT: String(port), ...options.env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${options.name} could not be started: ${options.entry}`);
  stopWithUs.add(child);
  child.once('exit', () => stopWithUs.delete(child));
  await waitForPort(child, port, options.name, logFile);
  return {
    name: options.name,
    pid,
    origin: `http://127.0.0.1:${port}`,
    cpuMs: () => readCpuMs(pid),
    residentMb: () => readMemoryMb(pid).residentMb,
    peakMb: () => readMemoryMb(pid).peakMb,
    stop: () => stopChild(child),
  };
}

const stopWithUs = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of stopWithUs) child.kill('SIGKILL');
});

async function waitForPort(child: ChildProcess, port: number, name: string, logFile: string): Promise<void> {
  for (const giveUpAt = Date.now() + startTimeoutMs; Date.now() < giveUpAt; await wait(25)) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await accepts(port)) return;
  }
  await stopChild(child);
  throw new Error(`${name} did not start; the end of its output:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await gone;
  clearTimeout(timer);
}
