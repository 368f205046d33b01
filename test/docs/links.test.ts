import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';

const root = projectRoot();

/** The pages that people read, from the project's root. */
function pages(): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => join('docs', path));
  const others = [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'CHANGELOG.md',
    'bench/README.md',
    'bench/RESULTS.md',
    'samples/README.md',
  ];
  return [...docs, ...others].filter((path) => path.endsWith('.md') && existsSync(join(root, path)));
}

/** The headings of a page, as its links name them. */
function anchorsOf(path: string): Set<string> {
  const text = readFileSync(path, 'utf8').replaceAll(/^( *)```[^]*?^\1```/gm, '');
  const heads = [...text.matchAll(/^#+ (.+)$/gm)].map(([, head = '']) => head);
  return new Set(
    heads.map((head) =>
      head
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

t.test('every link leads to an existing file and heading', async (t) => {
  let links = 0;
  for (const page of pages()) {
    const text = readFileSync(join(root, page), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      links += 1;
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? join(root, page) : join(root, dirname(page), file);
      if (!t.ok(existsSync(path), `${page}: ${target}`)) continue;
      if (anchor !== undefined) t.ok(anchorsOf(path).has(anchor), `${page}: ${target} is a heading`);
    }
  }
  t.ok(links > 60, `${links} links`);
});

t.test('docs/README.md links to every page', async (t) => {
  const index = readFileSync(join(root, 'docs/README.md'), 'utf8');
  for (const page of pages()
    .map((path) => relative('docs', path))
    .filter((path) => !/^(\.\.|adr\/|README)/.test(path))) {
    t.match(index, `(${page})`, page);
  }
});
