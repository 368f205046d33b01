// Installs and builds what is missing, and nothing else, so that every command works as the first one on a fresh clone.
// Plain JavaScript with no dependency: it runs before there are any.
//   --install-only      no build
//   --plugin, --tests   build the Figma plugin and the playground as well
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingPackages } from './missing-packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
}

install();
const wants = (flag) => process.argv.includes(flag);
if (!wants('--install-only')) {
  bundle();
  if (wants('--plugin') || wants('--tests')) buildPlugin();
  // A checkout has demo/, tests and benches; the image only copies src/.
  if (existsSync('demo'))
    build('build', 'tsconfig.json', ['src', 'demo', 'eval', 'test', 'bench', 'examples', 'plugin-ui']);
}

function install() {
  const wanted = digestOf('package-lock.json', ...list('patches'));
  if (isStamped('node_modules/.prepared', wanted)) return;
  // Somebody ran `npm ci` already. Patching what is patched changes nothing, and scripts may have been left out.
  if (missingPackages('.').length === 0) {
    step('node_modules/.prepared', wanted, 'Patching the packages installed', () =>
      runTool('patch-package', ['--error-on-fail']),
    );
    return;
  }
  // Development packages by name: under NODE_ENV=production npm leaves them out, and nothing could be built.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  step('node_modules/.prepared', wanted, 'Installing packages', () =>
    run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args),
  );
}

function bundle() {
  const sources = list('src').filter((path) => path.endsWith('.ts'));
  const digest = digestOf('package-lock.json', 'scripts/bundle.mjs', ...list('patches'), ...sources);
  step('dist/.prepared', digest, 'Building dist/', () => run(process.execPath, ['scripts/bundle.mjs']));
}

function build(outDir, project, folders) {
  const sources = folders.flatMap(list).filter((path) => path.endsWith('.ts'));
  step(
    `${outDir}/.prepared`,
    digestOf('package-lock.json', 'tsconfig.json', project, ...sources),
    `Building ${outDir}/`,
    () => {
      rmSync(outDir, { recursive: true, force: true });
      runTool('tsc', ['-p', project]);
    },
  );
}

function buildPlugin() {
  const sources = [
    ...list('plugin-ui').filter((path) => !path.startsWith(join('plugin-ui', 'dist'))),
    ...list('src'),
    ...list('demo/render'),
  ];
  const digest =
    digestOf('package-lock.json', ...sources) + (process.env.PLUGIN_SERVER_URL ?? '') + (process.env.PLUGIN_ID ?? '');
  step('plugin-ui/dist/.prepared', digest, 'Building the plugin', () => run(process.execPath, ['plugin-ui/build.mjs']));
}

/** Does `work` unless the stamp says that it was done for the same input. */
function step(stamp, digest, title, work) {
  if (isStamped(stamp, digest)) return;
  process.stderr.write(`${title} ...\n`);
  const startedAt = Date.now();
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
  process.stderr.write(`${title}: done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

function isStamped(stamp, digest) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
}

function runTool(name, args) {
  run(process.execPath, [join('node_modules', '.bin', name), ...args]);
}

function run(command, args) {
  // What a tool prints goes to stderr: stdout belongs to the command that follows.
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) fail(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

function digestOf(...paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) hash.update(path).update(existsSync(path) ? readFileSync(path) : '');
  return hash.digest('hex');
}

function list(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .toSorted();
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
