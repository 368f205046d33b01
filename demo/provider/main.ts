import { endWithReader, refuse } from '../../src/cli/parse-arguments.ts';
import type { DemoOptions } from './options.ts';
import { startDemoProvider } from './provider.ts';
import { readProviderFlags, usage } from './provider-flags.ts';

/**
 * Runs the demo provider until SIGTERM or SIGINT; prints one line of JSON with its url once it listens. Exit code: 1 it
 * could not start, 2 wrong arguments.
 */
async function run(): Promise<void> {
  endWithReader();
  const options = readOptions();
  if (options === undefined) return void process.stdout.write(`${usage}\n`);
  const provider = await startDemoProvider(options);
  process.stdout.write(`${JSON.stringify({ demo: true, url: provider.url, port: provider.port, pid: process.pid })}\n`);
  const stop = () => void provider.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by another process, which has ended.
  process.once('disconnect', stop);
}

function readOptions(): DemoOptions | undefined {
  try {
    return readProviderFlags(process.argv.slice(2));
  } catch (error) {
    return refuse((error as Error).message, usage);
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
