/** Reads one setting's text. Throws an Error whose message completes "NAME ...": what was expected, what came. */
export type Reader<T> = (text: string) => T;

function unexpected(expected: string, text: string): Error {
  // A setting may hold a secret by mistake: only a short, plain value is repeated.
  const shown = /^[\w .,:/-]{1,24}$/.test(text) ? `, not "${text}"` : '';
  return new Error(`must be ${expected}${shown}`);
}

/** A whole number within bounds, both included. */
export function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): Reader<number> {
  const expected =
    maximum === Number.MAX_SAFE_INTEGER
      ? `a whole number of at least ${minimum}`
      : `a whole number from ${minimum} to ${maximum}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || value > maximum) throw unexpected(expected, text);
    return value;
  };
}

/** A number above 0, or 0 itself with `allowZero`. */
export function amount(allowZero: boolean): Reader<number> {
  return (text) => {
    const value = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || !Number.isFinite(value) || (value === 0 && !allowZero)) {
      throw unexpected(`a number ${allowZero ? 'of at least' : 'above'} 0`, text);
    }
    return value;
  };
}

export const boolean: Reader<boolean> = (text) => {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw unexpected('true or false', text);
};

/** One of the given words. */
export function oneOf<const T extends string>(...choices: readonly T[]): Reader<T> {
  return (text) => {
    if (!(choices as readonly string[]).includes(text)) throw unexpected(`one of ${choices.join(', ')}`, text);
    return text as T;
  };
}

export const text: Reader<string> = (value) => value;

/** Comma-separated, blanks around the items dropped; at least one item. */
export const list: Reader<readonly string[]> = (value) => {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) throw new Error('must contain at least one item');
  return items;
};

/** A URL with one of the protocols (`https:`), without a slash at its end. */
export function url(...protocols: readonly string[]): Reader<string> {
  return (value) => {
    const parsed = URL.canParse(value) ? new URL(value) : undefined;
    if (parsed === undefined || !protocols.includes(parsed.protocol)) {
      throw new Error(`must be a URL starting with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    }
    return value.replace(/\/+$/, '');
  };
}

/** `docker run --env-file` and some platforms keep the quotes of a line such as `PORT="3000"`. */
function unquote(value: string): string {
  return (/^"([^"]*)"$/.exec(value) ?? /^'([^']*)'$/.exec(value))?.[1]?.trim() ?? value;
}

/** Reads settings from an environment and gathers every problem, so that all are reported at once. */
export class SettingsReader {
  readonly problems: string[] = [];
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** The setting, or `fallback` if it is unset or empty. An invalid value is added to the problems. */
  read<T>(name: string, reader: Reader<T>, fallback: T): T {
    const value = unquote(this.#env[name]?.trim() ?? '');
    if (value === '') return fallback;
    try {
      return reader(value);
    } catch (error) {
      this.refuse(name, (error as Error).message);
      return fallback;
    }
  }

  /** The setting, or undefined if it is unset, empty or invalid. */
  optional<T>(name: string, reader: Reader<T>): T | undefined {
    return this.read<T | undefined>(name, reader, undefined);
  }

  /** Only the first problem of a setting is reported, not what follows from it. */
  refuse(name: string, problem: string): void {
    if (this.problems.some((reported) => reported.startsWith(`${name} `))) return;
    this.problems.push(`${name} ${problem}`);
  }
}
