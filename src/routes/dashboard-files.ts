import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { assetPath } from '../assets.ts';
import { projectRoot } from '../project-root.ts';
import { type PageFile, toPageFile, versionOf } from './page-file.ts';

export type Dashboard = {
  page: PageFile;
  /** By file name. What is not in here is not served. */
  files: ReadonlyMap<string, PageFile>;
  /** Changes with any of the files: part of their URL, so that browsers can cache them forever. */
  version: string;
};

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The chart library (MIT). */
const library = ['uplot.js', 'uplot.css'] as const;

/** Where dashboard.html says this, the versioned folder is put. */
const placeholder = 'dashboard/files/';

/**
 * Reads the dashboard's page and files once, some 200 KB.
 *
 * @param directory default: `dashboard` of the project
 * @throws Error when the folder, its page or the chart library is missing
 */
export async function readDashboard(directory = join(projectRoot(), 'dashboard')): Promise<Dashboard> {
  const names = (await readdir(directory)).filter((name) => types[extname(name)] !== undefined);
  const paths = new Map(names.map((name) => [name, join(directory, name)]));
  for (const name of library) paths.set(name, assetPath(name));

  const read = [...paths].map(
    async ([name, path]) => [name, await toPageFile(typeOf(name), await readFile(path))] as const,
  );
  const files = new Map(await Promise.all(read));
  const version = versionOf(files);
  const html = await readFile(join(directory, 'dashboard.html'), 'utf8');
  const page = html.replaceAll(placeholder, `dashboard/${version}/`);
  return { page: await toPageFile('text/html; charset=utf-8', Buffer.from(page)), files, version };
}

function typeOf(name: string): string {
  return types[extname(name)] ?? 'application/octet-stream';
}
