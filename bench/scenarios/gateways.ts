import type { Bench } from '../lib/bench.ts';
import { type Measured, measureLoad } from '../lib/measure.ts';
import { type Portkey, portkeyName, startPortkey } from '../lib/portkey.ts';
import { type CallTarget, postInTurns, postManyCalls } from '../lib/post-calls.ts';
import type { BenchProvider } from '../lib/provider.ts';
import { startRecorder } from '../lib/record-call.ts';
import type { Check, Findings } from '../lib/report.ts';
import type { Scenario } from '../lib/scenario.ts';
import { buildJobBody, type JobShape } from '../lib/standard-job.ts';

const latencyMs = 300;
const callsAtOnce = 100;
const callsPerJob = 50;
const settings = { LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: String(callsAtOnce) };
const oneLayer: JobShape = { layers: 1 };

/**
 * Overhead of a call as published, sequential calls against a local mock on a GitHub runner. Source: data/overhead.json
 * of github.com/cuihuan/llm-gateway-bench at 1fc59b3, measured on 2026-07-09.
 */
const published = [
  { name: 'Bifrost (published 2026-07-09)', overheadMs: 0.44 },
  { name: 'Portkey 1.15.2 (published 2026-07-09)', overheadMs: 2.37 },
  { name: 'LiteLLM 1.91.1 (published 2026-07-09)', overheadMs: 4.34 },
];

/** The service's model calls beside the same calls through Portkey's gateway: CPU and memory, and the time added. */
export const gateways: Scenario = {
  name: 'gateways',
  title: 'Beside other gateways',
  async run(bench): Promise<Findings> {
    const provider = await bench.startProvider(latencyMs);
    const body = await recordCall(bench, provider);
    const portkey = await startPortkey(bench.outDir, provider.url);
    const load = await measureUnderLoad(bench, provider, body, portkey);
    provider.setLatency(0);
    const service = await bench.start('service', provider, { env: settings });
    const toService = { name: 'service', url: `${service.origin}/api/rename-layers`, body: buildJobBody(oneLayer) };
    const times = await postInTurns([
      { name: 'direct', url: `${provider.url}/chat/completions`, body },
      { ...toService, headers: { 'cache-control': 'no-cache' } },
      ...(portkey === undefined ? [] : [{ name: portkeyName, url: portkey.url, headers: portkey.headers, body }]),
    ]);
    await service.stop();
    await portkey?.process.stop();
    await provider.stop();

    const direct = times[0]?.ms ?? Number.NaN;
    const overheadOf = (name: string) => (times.find((time) => time.name === name)?.ms ?? Number.NaN) - direct;
    const [ours, theirs] = ['service', portkeyName].map((name) => load.find((row) => row.name === name));
    const checks: Check[] = [
      { what: 'calls that failed', measured: sumFailures([...load, ...times]), limit: 0, unit: '' },
      ...(ours === undefined || theirs === undefined
        ? []
        : [
            { what: "CPU a call, x Portkey's", measured: ours.cpuMs / theirs.cpuMs, limit: 1, unit: 'x' },
            {
              what: "time added to a call, x Portkey's",
              measured: overheadOf('service') / overheadOf(portkeyName),
              limit: 1,
              unit: 'x',
            },
          ]),
    ];
    return {
      setting:
        `Under load: ${callsAtOnce} calls of one 100 KiB picture at once, ${latencyMs} ms a call; the service gets ` +
        `standard jobs, one layer a call, the gateway the calls that the service would make. One after the other: the ` +
        `same call against a provider that answers at once, seven rounds of 25 in turns, medians; the service gets a ` +
        `job of one layer. Published figures: github.com/cuihuan/llm-gateway-bench, small texts on another machine. ` +
        `Bifrost's npm package only downloads a program from elsewhere, so it was not run here.`,
      columns: ['what', 'CPU ms a call', 'peak MB', 'added ms a call', 'failed'],
      rows: [
        ...load.map(({ name, cpuMs, peakMb, failures }) => [name, cpuMs, peakMb, overheadOf(name), failures]),
        ...published.map(({ name, overheadMs }) => [name, '', '', overheadMs, '']),
      ],
      checks,
      summary:
        `A call through the service, from the upload of its picture to the named layer, costs ` +
        `${ours?.cpuMs.toFixed(2)} ms of CPU; forwarding the same call costs ${portkeyName} ` +
        `${theirs?.cpuMs.toFixed(2) ?? '(not installed)'} ms. One after the other the service adds ` +
        `${overheadOf('service').toFixed(2)} ms to a call, ${portkeyName} ${overheadOf(portkeyName).toFixed(2)} ms.`,
    };
  },
};

/** The body of the call that the service makes for one layer. */
async function recordCall(bench: Bench, provider: BenchProvider): Promise<Buffer> {
  provider.setLatency(5);
  const recorder = await startRecorder(provider.url);
  const env = { ...settings, OPENROUTER_BASE_URL: recorder.url };
  const service = await bench.start('service', provider, { env, warmUpJobs: 0 });
  await measureLoad(service, [{ name: 'recorded', users: 1, job: oneLayer }]);
  await service.stop();
  recorder.stop();
  provider.setLatency(latencyMs);
  return recorder.takeLast();
}

interface LoadRow {
  readonly name: string;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly failures: number;
}

async function measureUnderLoad(
  bench: Bench,
  provider: BenchProvider,
  body: Buffer,
  portkey: Portkey | undefined,
): Promise<LoadRow[]> {
  const jobs = bench.quick ? 5 : 100;
  const rows: LoadRow[] = [];
  for (const subject of ['floor', 'service'] as const) {
    const child = await bench.start(subject, provider, { env: settings });
    rows.push({ name: subject, ...perCall(await measureLoad(child, [{ name: 'standard', users: jobs }])) });
    await child.stop();
  }
  if (portkey === undefined) return rows;
  const target: CallTarget = { name: portkeyName, url: portkey.url, headers: portkey.headers, body };
  await postManyCalls(target, 20 * callsPerJob, callsAtOnce);
  const calls = jobs * callsPerJob;
  const cpuBeforeMs = portkey.process.cpuMs();
  const failures = await postManyCalls(target, calls, callsAtOnce);
  const cpuMs = (portkey.process.cpuMs() - cpuBeforeMs) / calls;
  return [...rows, { name: portkeyName, cpuMs, peakMb: portkey.process.peakMb(), failures }];
}

function perCall({ cpuMsPerJob, peakMb, failures }: Measured) {
  return { cpuMs: cpuMsPerJob / callsPerJob, peakMb, failures };
}

function sumFailures(results: readonly { readonly failures: number }[]): number {
  return results.reduce((sum, { failures }) => sum + failures, 0);
}
