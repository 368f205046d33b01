import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../project-root.ts';

/** A file of the page, as it is sent. */
export type PageFile = {
  type: string;
  bytes: Buffer;
  /** Undefined where it would save nothing. */
  gzip: Buffer | undefined;
  /** Weak, since the zipped bytes have the same one. */
  etag: string;
};

export type Dashboard = {
  page: PageFile;
  /** By file name. What is not in here is not served. */
  files: ReadonlyMap<string, PageFile>;
  /** Changes with any of the files: part of their address, so that browsers may keep them for good. */
  version: string;
};

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The chart library (MIT), by the name it has on the page. */
const library: Readonly<Record<string, string>> = {
  'uplot.js': 'uplot/dist/uPlot.iife.min.js',
  'uplot.css': 'uplot/dist/uPlot.min.css',
};

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
  const { resolve } = createRequire(import.meta.url);
  for (const [name, specifier] of Object.entries(library)) paths.set(name, resolve(specifier));

  const read = [...paths].map(async ([name, path]) => [name, toFile(typeOf(name), await readFile(path))] as const);
  const files = new Map(await Promise.all(read));
  const version = digestOf(
    Buffer.from(
      [...files]
        .map(([name, { etag }]) => name + etag)
        .toSorted()
        .join('\n'),
    ),
  );
  const html = await readFile(join(directory, 'dashboard.html'), 'utf8');
  const page = html.replaceAll(placeholder, `dashboard/${version}/`);
  return { page: toFile('text/html; charset=utf-8', Buffer.from(page)), files, version };
}

function toFile(type: string, bytes: Buffer): PageFile {
  const zipped = type.startsWith('font/') ? undefined : gzipSync(bytes, { level: 9 });
  const gzip = zipped !== undefined && zipped.length < bytes.length ? zipped : undefined;
  return { type, bytes, gzip, etag: `W/"${digestOf(bytes)}"` };
}

function typeOf(name: string): string {
  return types[extname(name)] ?? 'application/octet-stream';
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
