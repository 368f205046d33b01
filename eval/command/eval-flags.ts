import { parseArguments, UsageError } from '../../src/cli/parse-arguments.ts';
import { type NamingStyle, NamingStyle as NamingStyles } from '../../src/schemas/rename.ts';
import { type WordsSent, wordChoices } from '../names/choose-words.ts';
import { readSettings, type Setting } from './compare.ts';

export interface EvalFlags {
  readonly help: boolean;
  /** Variants are scored instead of names. */
  readonly variants: boolean;
  /** Files of the prompt library; empty: the service's default alone. */
  readonly prompts: readonly string[];
  readonly json: boolean;
  /** Empty: the designs of the project. */
  readonly folders: readonly string[];
  readonly style: NamingStyle;
  /** Whose words are sent. */
  readonly words: WordsSent;
  /** At least one. */
  readonly settings: readonly Setting[];
  readonly worst: number;
  readonly out: string;
}

const styles = NamingStyles.anyOf.map((choice) => choice.const);

export const usage = `Scores the names the service makes on labeled designs.

  npm run eval [-- [options] [folder...]]

folder   a design with its labels: frame.json, labels.json and the pictures they name; or a folder of
         such designs. Without one: eval/designs

  --style STYLE        ${styles.slice(0, 3).join(', ')},
                       ${styles.slice(3).join(', ')}
  --texts WHICH        all (default): the words inside frames and instances as the design's file has
                       them; plugin: as the Figma plugin sends them, with the names of the layers
                       around; own: only those of text layers
  --compare SET=A,B    runs everything once for each value of a setting of the service, such as
                       NAMING_PICTURES=each,sheet; may be repeated for combinations
  --variants           variants of each frame instead of names: checks, distances, tokens, and a page
                       with the pictures of all. Needs frame.json and its pictures, no labels
  --prompts A,B        with --variants: files of the prompt library; default the service's default
  --worst N            prints the N layers that lost the most points of each design; default 0
  --out FOLDER         where the page is written; default out/eval
  --json               the result as JSON on standard output, everything else on standard error
  --help

It starts the service on a free port with the provider that is configured: OPENROUTER_API_KEY and
the other settings are read from the environment and .env; without a key, the local provider
answers. Nothing is recorded in a database. How the score is made: eval/README.md

Exit code: 0 every layer was answered, 1 something failed, 2 wrong arguments, 130 stopped with Ctrl-C.`;

/**
 * Reads the command line.
 *
 * @throws UsageError that says what was expected where a flag or its value is unknown
 */
export function readEvalFlags(args: readonly string[]): EvalFlags {
  const { values, positionals } = parse(args);
  const style = styles.find((known) => known === (values.style ?? 'snake_case'));
  if (style === undefined) throw new UsageError(`--style expects one of ${styles.join(', ')}; got "${values.style}"`);
  const words = wordChoices.find((known) => known === (values.texts ?? 'all'));
  if (words === undefined) throw new UsageError(`--texts expects all, plugin or own; got "${values.texts}"`);
  if (!/^\d{1,4}$/.test(values.worst ?? '0')) {
    throw new UsageError(`--worst expects a number of layers; got "${values.worst}"`);
  }
  return {
    help: values.help,
    variants: values.variants ?? false,
    prompts: (values.prompts ?? '').split(',').filter((name) => name !== ''),
    json: values.json ?? false,
    folders: positionals,
    style,
    words,
    settings: readSettings(values.compare ?? []),
    worst: Number(values.worst ?? 0),
    out: values.out ?? 'out/eval',
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const texts = {
    style: text,
    prompts: text,
    texts: text,
    worst: text,
    out: text,
    compare: { ...text, multiple: true },
  } as const;
  const options = { ...texts, variants: flag, json: flag } as const;
  return parseArguments({ usage, most: 1000, options }, args);
}
