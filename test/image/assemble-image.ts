import { cp, mkdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';

/** What the last stage of the Dockerfile makes, and how it is run. */
export interface Image {
  /** The folder that stands for the image's working directory. */
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly stopSignal: NodeJS.Signals;
  readonly user: string;
}

/**
 * Assembles the image's last stage from a checkout that was built: copies what its COPY lines name into `folder`, and
 * reads its other lines. The first stage is what `npm ci` and `npm run build` do, which made the checkout's own build.
 *
 * @throws Error if a line names something that is missing, or is of a kind that is not used here
 */
export async function assembleImage(checkout: string, folder: string): Promise<Image> {
  const ignored = (await readFile(join(checkout, '.dockerignore'), 'utf8')).split('\n');
  const text = (await readFile(join(checkout, 'Dockerfile'), 'utf8')).replaceAll(/\\\n\s*/g, '');
  const stage = text.slice(text.lastIndexOf('\nFROM ') + 1).split('\n');
  const image = { env: {}, command: [] as string[], healthcheck: [] as string[], stopSignal: 'SIGTERM', user: 'root' };
  for (const line of stage.filter((each) => each !== '' && !each.startsWith('#'))) {
    const [word = '', ...rest] = line.split(' ');
    const value = rest.join(' ');
    if (word === 'COPY') await copy(checkout, folder, rest, ignored);
    else if (word === 'ENV') image.env = Object.fromEntries(rest.map((pair) => pair.split('=')));
    else if (word === 'CMD') image.command = JSON.parse(value) as string[];
    else if (word === 'HEALTHCHECK') image.healthcheck = JSON.parse(value.slice(value.indexOf('['))) as string[];
    else if (word === 'STOPSIGNAL') image.stopSignal = value;
    else if (word === 'USER') image.user = value;
    else if (!['FROM', 'WORKDIR', 'EXPOSE'].includes(word)) throw new Error(`unexpected in the last stage: ${line}`);
  }
  return { ...image, stopSignal: image.stopSignal as NodeJS.Signals, workdir: folder };
}

async function copy(
  checkout: string,
  folder: string,
  words: readonly string[],
  ignored: readonly string[],
): Promise<void> {
  // What comes from the first stage was made there: .dockerignore is about the checkout.
  const fromBuild = words.includes('--from=build');
  const isKept = (path: string): boolean =>
    !/\.map$|\.prepared$/.test(path) && (fromBuild || !ignored.includes(relative(checkout, path)));
  const paths = words.filter((word) => !word.startsWith('--')).map((path) => path.replace('/app/', ''));
  const target = paths.at(-1) ?? '';
  await mkdir(folder, { recursive: true });
  for (const path of paths.slice(0, -1)) {
    const to = target === './' ? join(folder, basename(path)) : join(folder, target);
    await cp(join(checkout, path), to, { recursive: true, filter: isKept });
  }
}
