import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { type FamilyName, type FamilySpec, familyNames } from './families.ts';
import { type FaultKind, faultKinds } from './faults.ts';
import type { DemoOptions, Latency } from './options.ts';

/** What the process prints for `--help`, and when its flags are wrong. */
export const usage = `node build/demo/provider/main.js [options]

Runs the demo provider as a separate process, until SIGTERM or SIGINT.
  --host ADDRESS            default 127.0.0.1
  --port N                  default 0, any free port
  --latency MS|MIN-MAX      of naming calls, milliseconds; default 300-900
  --edits-latency, --image-latency MS|MIN-MAX    default: --latency, else realistic
  --no-look                 canned names, for load runs
  --no-record               keep no summaries of the calls
  --image-bytes N           pad pictures to about this size
  --faults KIND=RATE,...    for instance rate-limited=0.05,reset=0.01
  --families NAME,...       refuse what these models refuse: ${familyNames.join(', ')};
                            MODEL=NAME,... (again for each model) for one model
  --seed N                  default 1`;

/**
 * Reads the process's flags.
 *
 * @returns undefined if help is asked for.
 * @throws Error that says what was expected, for an unknown flag or value.
 */
export function readProviderFlags(args: string[]): DemoOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const latencies = { latency: text, 'edits-latency': text, 'image-latency': text };
  const switches = { 'no-look': flag, 'no-record': flag };
  const { values } = parseArguments(
    {
      usage,
      options: {
        families: { type: 'string', multiple: true },
        ...latencies,
        ...switches,
        host: text,
        port: text,
        seed: text,
        faults: text,
        'image-bytes': text,
      },
    },
    args,
  );
  if (values.help) return undefined;
  const options: DemoOptions = {};
  if (values.host !== undefined) options.host = values.host;
  if (values.port !== undefined) options.port = readNumber('--port', values.port);
  if (values.seed !== undefined) options.seed = readNumber('--seed', values.seed);
  if (values['image-bytes'] !== undefined) options.imageBytes = readNumber('--image-bytes', values['image-bytes']);
  if (values.latency !== undefined) options.latencyMs = readLatency(values.latency);
  if (values['edits-latency'] !== undefined) options.editsLatencyMs = readLatency(values['edits-latency']);
  if (values['image-latency'] !== undefined) options.imageLatencyMs = readLatency(values['image-latency']);
  if (values.faults !== undefined) options.faults = readFaults(values.faults);
  if (values.families !== undefined) options.families = readFamilies(values.families);
  if (values['no-look']) options.look = false;
  if (values['no-record']) options.record = false;
  return options;
}

function readNumber(flag: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new Error(`${flag} expects a whole number, got "${value}"`);
  return Number(value);
}

function readLatency(value: string): Latency {
  const match = /^(\d+)(?:-(\d+))?$/.exec(value);
  if (!match) throw new Error(`a latency is 300 or 300-900 (milliseconds), got "${value}"`);
  const min = Number(match[1]);
  return match[2] === undefined ? min : { min, max: Number(match[2]) };
}

/** `claude,vertex` for all models, or `some/model=claude,vertex`. */
function readFamilies(values: readonly string[]): FamilySpec {
  const forAll = values.filter((value) => !value.includes('=')).flatMap(readNames);
  const entries = values
    .filter((value) => value.includes('='))
    .map((value): [string, FamilyName[]] => {
      const at = value.indexOf('=');
      return [value.slice(0, at), readNames(value.slice(at + 1))];
    });
  if (forAll.length > 0 && entries.length > 0) throw new Error('--families is for all models or for each, not both');
  return entries.length > 0 ? Object.fromEntries(entries) : forAll;
}

function readNames(list: string): FamilyName[] {
  return list.split(',').map((name) => {
    const known = familyNames.find((family) => family === name);
    if (!known) throw new Error(`--families expects names of ${familyNames.join(', ')}, got "${name}"`);
    return known;
  });
}

function readFaults(value: string): Partial<Record<FaultKind, number>> {
  const rates: Partial<Record<FaultKind, number>> = {};
  for (const entry of value.split(',')) {
    const [name, rate] = entry.split('=');
    const kind = faultKinds.find((known) => known === name);
    if (!kind || !(Number(rate) >= 0 && Number(rate) <= 1)) {
      throw new Error(
        `--faults expects KIND=RATE with a rate of 0 to 1, got "${entry}"; kinds: ${faultKinds.join(', ')}`,
      );
    }
    rates[kind] = Number(rate);
  }
  return rates;
}
