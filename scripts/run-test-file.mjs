// Runs one compiled test file in a separate process and reads the TAP that it prints.
import { spawn } from 'node:child_process';

const limitMs = 600_000;

/**
 * @param path of the compiled file
 * @returns `passed`, `failed` and `skipped` count tests; `failures` are titles, `details` the TAP of what failed, with
 *   its diagnostics. A process that ends badly without a failed test counts as one.
 */
export async function runTestFile(path) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--enable-source-maps', '--disable-warning=ExperimentalWarning', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TAP_TIMEOUT: String(limitMs / 1000) },
  });
  let tap = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (tap += text));
  // tap reports what hangs when it is asked to end; later it is ended unasked.
  const timers = ['SIGTERM', 'SIGKILL'].map((signal, index) =>
    setTimeout(() => child.kill(signal), limitMs + 10_000 * (index + 1)),
  );
  const ended = await new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)));
  for (const timer of timers) clearTimeout(timer);
  return { name: nameOf(path), ms: performance.now() - startedAt, tap, ...readTap(tap, ended) };
}

/** `test/app/limits.test.ts` for `build/test/app/limits.test.js`, on every system. */
export function nameOf(path) {
  return path
    .replaceAll('\\', '/')
    .replace(/^.*?build\//, '')
    .replace(/\.js$/, '.ts');
}

function readTap(tap, ended) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const lines = tap.split('\n');
  let planned;
  for (const line of lines) {
    const [, no, rest] = /^(not )?ok \d+ ?(.*)$/.exec(line) ?? [];
    if (rest === undefined) planned ??= /^1\.\.(\d+)/.exec(line)?.[1];
    else if (/# (SKIP|TODO)/i.test(rest)) counts.skipped += 1;
    else counts[no === undefined ? 'passed' : 'failed'] += 1;
  }
  const failures = lines.flatMap((line) => {
    const [, indent, title] = /^((?: {4}){0,2})not ok \d+ (?:- )?(.*)$/.exec(line) ?? [];
    return title === undefined ? [] : [indent + title.replace(/ (\{|# time=\S+)$/, '')];
  });
  const wasComplete = Number(planned) === counts.passed + counts.failed + counts.skipped;
  if (counts.failed === 0 && (ended !== 0 || !wasComplete)) {
    counts.failed = 1;
    failures.push(wasComplete ? `ended with ${ended}` : `ended with ${ended} before its tests had ended`);
  }
  return { ...counts, failures, details: counts.failed > 0 ? detailsOf(lines, failures) : '' };
}

/** The lines that failed with the diagnostics below each; the end of the output if no line says what failed. */
function detailsOf(lines, failures) {
  const shown = [];
  let inDiagnostics = false;
  for (const [index, line] of lines.entries()) {
    const starts = /^ *not ok /.test(line);
    const opens = /^ *---$/.test(line) && /^ *not ok /.test(lines[index - 1] ?? '');
    if (opens) inDiagnostics = true;
    if (starts || inDiagnostics) shown.push(line);
    if (/^ *\.\.\.$/.test(line)) inDiagnostics = false;
  }
  return shown.length > 0 ? shown.join('\n') : [...lines.slice(-30), ...failures].join('\n');
}
