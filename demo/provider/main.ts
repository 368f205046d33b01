import { startDemoProvider } from './provider.ts';
import { readFlags, usage } from './provider-flags.ts';

/** Runs the demo provider until SIGTERM or SIGINT; prints one line of JSON with its url once it listens. */
async function run(): Promise<void> {
  const options = readFlags(process.argv.slice(2));
  if (options === undefined) return void process.stdout.write(`${usage}\n`);
  const provider = await startDemoProvider(options);
  process.stdout.write(`${JSON.stringify({ demo: true, url: provider.url, port: provider.port, pid: process.pid })}\n`);
  const stop = () => void provider.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by another process, which has ended.
  process.once('disconnect', stop);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
  process.exit(1);
});
