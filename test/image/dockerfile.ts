/** One instruction of a Dockerfile: its name in capitals, and what follows with continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

/** The instructions in their order, without comments. */
export function parseDockerfile(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(raw)) continue;
    const continued = raw.endsWith('\\');
    const part = (continued ? raw.slice(0, -1) : raw).trim();
    open = open === undefined ? { text: part, line: index + 1 } : { text: `${open.text} ${part}`, line: open.line };
    if (continued) continue;
    const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(open.text) ?? [];
    instructions.push({ name: name.toUpperCase(), text: rest, line: open.line });
    open = undefined;
  }
  return instructions;
}

/**
 * A command in its exec form, `["node", "x.js"]`.
 *
 * @throws Error for the shell form, in which a shell stands between a signal and the process.
 */
export function readExecForm(text: string): string[] {
  if (!text.startsWith('['))
    throw new Error(`expected a command as a JSON list of words, which no shell runs: ${text}`);
  return JSON.parse(text) as string[];
}

/**
 * Which paths of the build's context `.dockerignore` lets through: the last line that names a path or a folder above it
 * decides. Names are plain, or a lone `*` for everything.
 *
 * @throws Error for other patterns.
 */
export function readDockerignore(text: string): (path: string) => boolean {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keep: line.startsWith('!'), name: line.replace(/^!/, '').replace(/\/$/, '') }));
  for (const { name } of rules) {
    if (name !== '*' && /[*?[\]\\]/.test(name)) throw new Error(`.dockerignore: the pattern ${name} is not known here`);
  }
  return (path) =>
    rules.findLast(({ name }) => name === '*' || path === name || path.startsWith(`${name}/`))?.keep ?? true;
}
