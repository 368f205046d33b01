import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { parseDockerfile, readDockerignore, readExecForm } from './dockerfile.ts';

/** What a Dockerfile made of a folder, and how it says that it is run. */
export interface Image {
  /** The folder that stands for the image's root. */
  readonly root: string;
  /** Where the command runs, under `root`. */
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly stopSignal: NodeJS.Signals;
  readonly user: string;
  readonly bases: readonly string[];
}

export interface BuildOptions {
  /** The folder with the Dockerfile and what it copies. */
  readonly context: string;
  /** An empty folder: each stage gets one in it. */
  readonly target: string;
  /** Values of `ARG`s. */
  readonly args?: Readonly<Record<string, string>>;
  /** Told each step before it is done. */
  readonly onStep?: (step: string) => void;
}

interface Stage {
  readonly name: string;
  readonly root: string;
  readonly env: Record<string, string>;
  readonly args: Record<string, string>;
  workdir: string;
}

/**
 * Carries out a Dockerfile without Docker: each stage is a folder, this machine's Node stands in for the base image, and
 * every other instruction is done as it is written. RUN lines go to `sh` as they are.
 *
 * @throws Error with the line for an instruction that this does not know, and for a step that fails.
 */
export async function buildImage({ context, target, args = {}, onStep }: BuildOptions): Promise<Image> {
  const kept = readDockerignore(await readFile(join(context, '.dockerignore'), 'utf8'));
  const instructions = parseDockerfile(await readFile(join(context, 'Dockerfile'), 'utf8'));
  const stages: Stage[] = [];
  const bases: string[] = [];
  const image = {
    command: [] as string[],
    healthcheck: [] as string[],
    stopSignal: 'SIGTERM' as NodeJS.Signals,
    user: 'root',
  };

  const does: Record<string, (stage: Stage, text: string) => Promise<void> | void> = {
    WORKDIR: async (stage, text) => {
      stage.workdir = join('/', text);
      await mkdir(join(stage.root, stage.workdir), { recursive: true });
    },
    ENV: (stage, text) => void Object.assign(stage.env, readPairs(text)),
    ARG: (stage, text) => {
      const [name = '', fallback] = text.split('=');
      const value = args[name] ?? fallback;
      if (value !== undefined) stage.args[name] = value;
    },
    COPY: (stage, text) => copy(stage, text),
    RUN: (stage, text) => run(stage, text),
    // All that follows says how the image is run.
    USER: (_stage, text) => void (image.user = text),
    EXPOSE: () => undefined,
    STOPSIGNAL: (_stage, text) => void (image.stopSignal = text as NodeJS.Signals),
    HEALTHCHECK: (_stage, text) => void (image.healthcheck = readExecForm(text.replace(/^(--\S+\s+)*CMD\s+/, ''))),
    CMD: (_stage, text) => void (image.command = readExecForm(text)),
  };

  async function from(text: string): Promise<void> {
    const [, base = '', name = `${stages.length}`] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(text) ?? [];
    bases.push(base);
    const root = join(target, name);
    await mkdir(root);
    stages.push({ name, root, env: {}, args: {}, workdir: '/' });
  }

  async function copy(stage: Stage, text: string): Promise<void> {
    const words = text.split(/\s+/);
    const flags = words.filter((word) => word.startsWith('--'));
    const paths = words.filter((word) => !word.startsWith('--'));
    const source = flags.map((flag) => stages.find(({ name }) => flag === `--from=${name}`))[0];
    if (flags.length > (source === undefined ? 0 : 1) || paths.length < 2) throw new Error('this form is not known');
    const to = paths.at(-1) ?? '';
    for (const path of paths.slice(0, -1)) {
      const found = join(source?.root ?? context, path);
      const isFolder = (await stat(found)).isDirectory();
      const intoFolder = !isFolder && (to.endsWith('/') || paths.length > 2);
      const wanted = to.startsWith('/') ? to : join(stage.workdir, to);
      await cp(found, join(stage.root, wanted, intoFolder ? basename(path) : ''), {
        recursive: true,
        verbatimSymlinks: true,
        // No rule lets in again what lies in a folder that is kept out.
        filter: (each) => source !== undefined || kept(relative(context, each)),
      });
      if (source === undefined && !kept(path)) throw new Error(`.dockerignore keeps ${path} out of the build`);
    }
  }

  /** Without the hooks that a test runner puts into NODE_OPTIONS of whatever a test starts. */
  async function run(stage: Stage, text: string): Promise<void> {
    if (/(^|[\s=:'"])\/(?!dev\/null)/.test(text))
      throw new Error('an absolute path would leave the folder of the stage');
    const child = spawn('env', ['-u', 'NODE_OPTIONS', 'sh', '-c', text], {
      cwd: join(stage.root, stage.workdir),
      env: { ...machineEnv(), ...stage.args, ...stage.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => (output = (output + part).slice(-4000)));
    }
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`exit code ${code}\n${output}`);
  }

  for (const { name, text, line } of instructions) {
    onStep?.(`${name} ${text}`);
    try {
      const stage = stages.at(-1);
      const step = does[name];
      if (name === 'FROM') await from(text);
      else if (stage === undefined || step === undefined) throw new Error('this instruction is not known here');
      else await step(stage, text);
    } catch (error) {
      throw new Error(`Dockerfile:${line}: ${name} ${text}: ${(error as Error).message}`, { cause: error });
    }
  }
  const last = stages.at(-1);
  if (last === undefined) throw new Error('the Dockerfile holds no stage');
  return { ...image, bases, root: last.root, workdir: join(last.root, last.workdir), env: last.env };
}

/** Of this machine what npm needs to reach its registry, and nothing of the project that runs this. */
function machineEnv(): Record<string, string> {
  const passed =
    /^(HOME|TMPDIR|LANG|(https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|npm_config_(registry|cache|userconfig|globalconfig|cafile|ca|proxy|https_proxy|noproxy))$/i;
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => passed.test(entry[0]) && entry[1] !== undefined,
    ),
  );
  const path = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  return { ...env, PATH: path.join(':') };
}

/** `A=1 B="two words"` */
function readPairs(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)];
  return Object.fromEntries(pairs.map(([, name = '', quoted, plain = '']) => [name, quoted ?? plain]));
}
