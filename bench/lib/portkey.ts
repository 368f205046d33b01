import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MeasuredProcess, startProcess } from './processes.ts';

const packageName = '@portkey-ai/gateway';
const version = '1.15.2';

/** The gateway and the headers with which it forwards OpenAI calls to a base. */
export interface Portkey {
  readonly process: MeasuredProcess;
  /** Its address for chat completions. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Name and version, for tables. */
export const portkeyName = `Portkey ${version}`;

/**
 * Starts Portkey's open-source gateway, installed from npm into `outDir` the first time: the project itself does not
 * depend on it.
 *
 * @returns undefined if it cannot be installed
 */
export async function startPortkey(outDir: string, baseUrl: string): Promise<Portkey | undefined> {
  const folder = join(outDir, 'gateways');
  const entry = join(folder, 'node_modules', packageName, 'build/start-server.js');
  if (!existsSync(entry)) {
    mkdirSync(folder, { recursive: true });
    const quiet = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    spawnSync('npm', ['install', '--prefix', folder, ...quiet, `${packageName}@${version}`], { stdio: 'ignore' });
    if (!existsSync(entry)) return undefined;
  }
  const process = await startProcess({
    name: 'portkey',
    entry,
    args: writeArguments,
    env: { NODE_ENV: 'production' },
    logDir: outDir,
  });
  return {
    process,
    url: `${process.origin}/v1/chat/completions`,
    headers: { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': baseUrl },
  };
}

function writeArguments(port: number): string[] {
  return ['--headless', `--port=${port}`];
}
