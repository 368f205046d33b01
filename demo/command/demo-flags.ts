import { parseArguments, UsageError } from '../../src/cli/parse-arguments.ts';
import { type NamingStyle, NamingStyle as NamingStyles } from '../../src/schemas/rename.ts';

export interface DemoFlags {
  readonly help: boolean;
  readonly edits: boolean;
  readonly json: boolean;
  /** undefined: the sample that suits the mode. */
  readonly folder: string | undefined;
  readonly out: string | undefined;
  readonly style: NamingStyle;
  readonly rules: string | undefined;
  readonly brief: string | undefined;
  readonly prompt: string | undefined;
  readonly latencyMs: number | undefined;
}

const styles = NamingStyles.anyOf.map((choice) => choice.const);

export const usage = `Names the layers of a design, or makes variants of it, in one command.

  npm run demo [-- [options] [folder]]

folder   a design: frame.json with its pictures, or simply a folder of pictures (PNG, JPEG, WebP, GIF),
         whose file names are then the current names. Without one: samples/dashboard (with --edits: samples/sign-in)

  --style STYLE     ${styles.slice(0, 3).join(', ')},
                    ${styles.slice(3).join(', ')}
  --rules TEXT      a team's own rules for names
  --edits           five design variants instead of names, with generated pictures
  --brief TEXT      with --edits: what the designer wants
  --prompt FILE     with --edits: a prompt of the library, such as minimal.txt
  --out FOLDER      where the page is written; default out/<name of the folder>
  --json            the result as JSON on standard output, everything else on standard error
  --latency MS      how long the demo provider takes for a call; default a realistic 300 to 900
  --help

It starts what it needs: the service on a free port, an embedded Postgres and, without
OPENROUTER_API_KEY, a demo provider on this machine. Settings come from the environment and .env.
SERVICE_URL names a running service to use instead, ACCESS_KEY the key to send to it.

Exit code: 0 all layers named, 1 something failed, 2 wrong arguments, 130 stopped with Ctrl-C.`;

/**
 * Reads the command line.
 *
 * @throws UsageError that says what was expected, for an unknown flag or value.
 */
export function readDemoFlags(args: readonly string[]): DemoFlags {
  const { values, positionals } = parse(args);
  return {
    help: values.help,
    edits: values.edits ?? false,
    json: values.json ?? false,
    folder: positionals[0],
    out: values.out,
    style: readStyle(values.style ?? 'snake_case'),
    rules: values.rules,
    brief: values.brief,
    prompt: values.prompt,
    latencyMs: values.latency === undefined ? undefined : readMs(values.latency),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const texts = { style: text, rules: text, brief: text, prompt: text, out: text, latency: text };
  return parseArguments({ usage, most: 1, options: { ...texts, edits: flag, json: flag } as const }, args);
}

function readStyle(value: string): NamingStyle {
  const style = styles.find((known) => known === value);
  if (style === undefined) throw new UsageError(`--style expects one of ${styles.join(', ')}; got "${value}"`);
  return style;
}

function readMs(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new UsageError(`--latency expects whole milliseconds, got "${value}"`);
  return Number(value);
}
