import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../demo/postgres/server.ts';
import type { LineChart } from '../../eval/charts/draw-lines.ts';
import { summarize } from '../lib/percentiles.ts';
import { type EditsOutcome, postEdits } from '../lib/post-edits.ts';
import type { Findings } from '../lib/report.ts';
import { describeFailures, listFailures, runLoad } from '../lib/run-load.ts';
import { type MemorySample, sampleMemory } from '../lib/sample-memory.ts';
import type { Scenario } from '../lib/scenario.ts';

const latencyMs = 1000;
const imageBytes = 500_000;
const editsEveryMs = 10_000;
const sampleEveryMs = 5000;
const maxPeakMb = 300;
/** The mean of the last quarter against that of the second: the first fills buffers and compiles code. */
const maxGrowth = 1.05;

/** Half an office at work: memory must stay level however long it goes on. `--minutes` says how long. */
export const hour: Scenario = {
  name: 'hour',
  title: 'Hours of load',
  async run(bench): Promise<Findings> {
    const { minutes } = bench;
    const lastsMs = minutes * 60_000;
    const provider = await bench.startProvider(latencyMs, imageBytes);
    const metricsPort = await findFreePort();
    const service = await bench.start('service', provider, { env: { METRICS_PORT: String(metricsPort) } });
    const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    const memory = sampleMemory(service.pid, metricsUrl, bench.quick ? 500 : sampleEveryMs);
    const cpuBeforeMs = service.cpuMs();
    const edits = postEditsFor(lastsMs, service.origin);
    const { outcomes, wallMs } = await runLoad({
      origin: service.origin,
      groups: [
        { name: 'standard', users: 40, everyMs: 1000, lastsMs },
        { name: 'stream', users: 20, everyMs: 2000, lastsMs, stream: true },
        { name: 'small', users: 40, everyMs: 250, lastsMs, job: { layers: 1, base64Chars: 20_480 } },
      ],
    });
    const editsOutcomes = await edits;
    const busy = (service.cpuMs() - cpuBeforeMs) / wallMs;
    const peakMb = service.peakMb();
    const samples = memory.stop();
    await service.stop();
    await provider.stop();
    const second = meanResidentMb(samples, 0.25, 0.5);
    const last = meanResidentMb(samples, 0.75, 1);
    const failedEdits = editsOutcomes.filter(({ status, wholePictures }) => status !== 200 || wholePictures !== 10);
    const failed = listFailures(outcomes).length + failedEdits.length;
    return {
      setting:
        `${minutes} minutes: a standard job each second and one as a stream every other, four small ones a second, ten ` +
        `generated pictures of ${imageBytes / 1e6} MB every ten seconds; default settings, ${latencyMs} ms a call.`,
      columns: ['jobs', 'p50 ms', 'p95 ms', 'cores used', 'second quarter MB', 'last quarter MB', 'peak MB', 'failed'],
      rows: [
        [
          outcomes.length + editsOutcomes.length,
          summarize(outcomes.map((outcome) => outcome.wallMs)).p50,
          summarize(outcomes.map((outcome) => outcome.wallMs)).p95,
          busy,
          second,
          last,
          peakMb,
          [describeFailures(outcomes), failedEdits.length > 0 ? `edits x ${failedEdits.length}` : '']
            .filter((text) => text !== '')
            .join('; ') || '0',
        ],
      ],
      checks: [
        { what: 'memory of the last quarter, x the second', measured: last / second, limit: maxGrowth, unit: 'x' },
        { what: 'peak memory', measured: peakMb, limit: maxPeakMb, unit: 'MB' },
        { what: 'failed jobs', measured: failed, limit: 0, unit: '' },
      ],
      summary:
        `Over ${minutes} minutes and ${(outcomes.length + editsOutcomes.length).toLocaleString('en-US')} jobs resident ` +
        `memory averaged ${second.toFixed(0)} MB in the second quarter and ${last.toFixed(0)} MB in the last.`,
      charts: [drawMemory(samples)],
    };
  },
};

async function postEditsFor(lastsMs: number, origin: string): Promise<EditsOutcome[]> {
  const posted: Promise<EditsOutcome>[] = [];
  for (const endsAt = performance.now() + lastsMs; performance.now() < endsAt; await wait(editsEveryMs)) {
    const lost = { status: 0, wallMs: Number.NaN, wholePictures: 0 };
    posted.push(postEdits(origin, posted.length % 2 === 0, imageBytes).catch(() => lost));
  }
  return Promise.all(posted);
}

function meanResidentMb(samples: readonly MemorySample[], from: number, to: number): number {
  const part = samples.slice(Math.floor(samples.length * from), Math.floor(samples.length * to));
  return part.reduce((sum, { residentMb }) => sum + residentMb, 0) / part.length;
}

function drawMemory(samples: readonly MemorySample[]): LineChart {
  const line = (name: string, figure: 'residentMb' | 'heapMb' | 'externalMb') => ({
    name,
    points: samples.map((sample) => [round(sample.minute, 100), round(sample[figure], 10)] as const),
  });
  return {
    name: 'hour-memory',
    title: 'Memory under constant load',
    x: { name: 'minutes' },
    y: { name: 'MB' },
    lines: [line('resident', 'residentMb'), line('heap', 'heapMb'), line('buffers outside the heap', 'externalMb')],
  };
}

/** Keeps the stored file short. */
function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
