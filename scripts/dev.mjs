// The service with readable logs, built and started again whenever a source changes.
import { spawn } from 'node:child_process';

if (process.argv.length > 2) {
  const help = process.argv.some((argument) => ['--help', '-h'].includes(argument));
  console.log('npm run dev      runs the service with readable logs; its settings are in docs/settings.md');
  process.exit(help ? 0 : 2);
}

const children = [
  ['scripts/bundle.mjs', '--watch'],
  ['--watch-path=dist', 'dist/server.js'],
].map((args) => spawn(process.execPath, args, { stdio: 'inherit' }));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
}
for (const child of children) {
  child.on('exit', (status) => {
    children.forEach((other) => other.kill('SIGTERM'));
    process.exitCode = status ?? 0;
  });
}
