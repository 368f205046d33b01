import { parseArgs } from 'node:util';
import { type FaultKind, faultKinds } from './faults.ts';
import type { DemoOptions, Latency } from './options.ts';

/** What the process prints when its flags are wrong. */
export const usage = `Usage: node main.js [options]      the demo provider as a process of its own
  --host ADDRESS            default 127.0.0.1
  --port N                  default 0, any free port
  --latency MS|MIN-MAX      of naming calls, milliseconds; default 300-900
  --edits-latency, --image-latency MS|MIN-MAX    default: --latency, else realistic
  --no-look                 canned names, for load runs
  --no-record               keep no summaries of the calls
  --image-bytes N           pad pictures to about this size
  --faults KIND=RATE,...    for instance rate-limited=0.05,reset=0.01
  --seed N                  default 1`;

/**
 * Reads the process's flags.
 *
 * @throws Error that says what was expected where a flag or its value is unknown.
 */
export function readFlags(args: string[]): DemoOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const latencies = { latency: text, 'edits-latency': text, 'image-latency': text };
  const switches = { 'no-look': flag, 'no-record': flag };
  const values = parseArgs({
    args,
    options: { ...latencies, ...switches, host: text, port: text, seed: text, faults: text, 'image-bytes': text },
  }).values;
  const options: DemoOptions = {};
  if (values.host !== undefined) options.host = values.host;
  if (values.port !== undefined) options.port = readNumber('--port', values.port);
  if (values.seed !== undefined) options.seed = readNumber('--seed', values.seed);
  if (values['image-bytes'] !== undefined) options.imageBytes = readNumber('--image-bytes', values['image-bytes']);
  if (values.latency !== undefined) options.latencyMs = readLatency(values.latency);
  if (values['edits-latency'] !== undefined) options.editsLatencyMs = readLatency(values['edits-latency']);
  if (values['image-latency'] !== undefined) options.imageLatencyMs = readLatency(values['image-latency']);
  if (values.faults !== undefined) options.faults = readFaults(values.faults);
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
