// The service with readable logs, built and started again whenever a source changes.
import { spawn } from 'node:child_process';

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
