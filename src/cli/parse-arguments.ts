import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface CommandLine<T extends Options> {
  /** How the command is called and what it does; printed for `--help`. */
  readonly usage: string;
  readonly options?: T;
  /** Arguments without a name that it takes, at most. Default none. */
  readonly most?: number;
  /** `--no-name` for every option that is a switch. */
  readonly allowNegative?: boolean;
}

/** The command line is wrong, and why: nothing was done. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads a command line; every command also takes `--help`, or `-h`.
 *
 * @throws UsageError that names the argument that does not fit
 */
export function parseArguments<const T extends Options>(line: CommandLine<T>, args: readonly string[]) {
  const help = { help: { type: 'boolean', short: 'h', default: false } } as const;
  const options = { ...(line.options ?? ({} as T)), ...help };
  const { most = 0, allowNegative = false } = line;
  const parsed = parse({ args: [...args], options, allowNegative, allowPositionals: true } as const);
  const extra = parsed.positionals[most];
  // --help wins over everything else.
  if (extra !== undefined && !('help' in parsed.values && parsed.values.help === true)) {
    throw new UsageError(
      most === 0
        ? `Unexpected argument "${extra}"`
        : `At most ${most === 1 ? 'one argument' : `${most} arguments`}, got also "${extra}"`,
    );
  }
  return parsed;
}

function parse<const C extends ParseArgsConfig>(config: C): ReturnType<typeof parseArgs<C>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Its second sentence is about arguments that begin with a hyphen.
    throw new UsageError((error as Error).message.split('. ')[0] ?? '');
  }
}

/**
 * The command line of a command: `readCommandLine`, and from here on the process also ends when the reader of its
 * output is gone, as with `| head`.
 */
export function readArguments<const T extends Options>(line: CommandLine<T>) {
  endWithReader();
  return readCommandLine(line);
}

/** The command line of the process. `--help` prints the usage and ends it with 0, a wrong argument with 2. */
export function readCommandLine<const T extends Options>(line: CommandLine<T>) {
  try {
    const parsed = parseArguments(line, process.argv.slice(2));
    if (!('help' in parsed.values) || parsed.values.help !== true) return parsed;
    process.stdout.write(`${line.usage}\n`);
    process.exit(0);
  } catch (error) {
    return refuse((error as Error).message, line.usage);
  }
}

/** Reads a whole number given as an option; ends the process with code 2 if it is not one. */
export function readWholeNumber(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= least) return value;
  return refuse(`${option} must be a whole number of at least ${least}, got "${text}"`);
}

/** Ends the process: the command line is wrong, and nothing was done. Shows how the command is called. */
export function refuse(message: string, usage = ''): never {
  const [call = ''] = usage.split('\n');
  process.stderr.write(`${message}\n${call === '' ? '' : `Usage: ${call}\n`}See --help\n`);
  process.exit(2);
}

/** What a shell expects of a command that a closed pipe ended. */
const closedPipeCode = 141;

/** Ends the process when the reader of its standard output is gone, as with `| head`. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(closedPipeCode);
    throw error;
  });
}
