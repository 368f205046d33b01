// Which test files share a process, so that all of them run in some twenty processes instead of two hundred.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nameOf } from './run-test-file.mjs';

/** Files that measure their process, end it, or load the machine: each has a process to itself. */
const alone = [
  'browser/plugin',
  'faults/faults',
  'server',
  'logs/log-lines',
  'hostile/nothing-kept',
  'image/image',
  'hostile/fuzz',
  'app/storm',
  'app/overload',
  'jobs/stdout-writer',
  'metrics/metrics',
  'machines/two-machines',
  'machines/fleet',
  'demo/provider/sdk-clients',
  'telemetry/telemetry',
  'demo/provider/flags',
];

/** The others by folder. A lane's files run one after the other. */
const lanes = [
  ['demo', /^demo\//],
  ['commands', /^(cli|examples)\//],
  ['app', /^(app|openapi|routes)\//],
  ['pages', /^(dashboard|browser|logs)\//],
  ['database', /^(database|jobs|analytics|budget|limits)\//],
  ['models', /^(models|edits|rename|prompts|schemas|images|bodies)\//],
  ['plugin', /^plugin\//],
  ['rest', /./],
];

/** What takes longest starts first, so that nothing long is left for the end. Anything else follows as listed above. */
const longest = ['browser/plugin', 'app', 'demo', 'faults/faults', 'database', 'server', 'logs/log-lines', 'commands'];

/**
 * Writes a file for each lane that runs its tests, and lists what the runner is to run.
 *
 * @returns paths of files in the order to start them
 */
export function writeLanes(testFolder, timesFile) {
  const folder = join(testFolder, 'lanes');
  rmSync(folder, { recursive: true, force: true });
  rmSync(timesFile, { force: true });
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(testFolder, { recursive: true })
    .filter((path) => path.endsWith('.test.js'))
    .toSorted((a, b) => (a < b ? -1 : 1));
  const single = alone.map((name) => `${name}.test.js`).filter((path) => files.includes(path));
  const rest = files.filter((path) => !single.includes(path));
  const filesOf = Map.groupBy?.(rest, laneOf) ?? groupBy(rest, laneOf);
  const paths = new Map([...filesOf].map(([name, members]) => [name, writeLane(name, members)]));
  for (const path of single) paths.set(path.replace(/\.test\.js$/, ''), join(testFolder, path));
  const order = [...longest.filter((name) => paths.has(name)), ...paths.keys()];
  return [...new Set(order)].map((name) => paths.get(name));

  function writeLane(name, members) {
    const list = JSON.stringify(
      members.map((path) => resolve(testFolder, path)),
      undefined,
      2,
    );
    const path = join(folder, `${name}.test.js`);
    writeFileSync(
      path,
      `import { runLane } from '../run-lane.js';\nawait runLane(${list}, ${JSON.stringify(resolve(timesFile))});\n`,
    );
    return path;
  }
}

/** How long each file of a lane took in the last run: `name` and `ms`. */
export function readTimes(timesFile) {
  const lines = existsSync(timesFile) ? readFileSync(timesFile, 'utf8').trim().split('\n') : [];
  return lines.filter(Boolean).map((line) => {
    const { file, ms } = JSON.parse(line);
    return { name: nameOf(file), ms };
  });
}

function laneOf(path) {
  return lanes.find(([, pattern]) => pattern.test(path))[0];
}

/** Map.groupBy, which Node 20 does not have. */
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
