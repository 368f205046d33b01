import { readMemoryMb } from './proc-figures.ts';

/** A process's memory at one moment, MB of 2^20 bytes. */
export interface MemorySample {
  readonly minute: number;
  readonly residentMb: number;
  readonly heapMb: number;
  /** Buffers outside the heap: bodies and pictures. */
  readonly externalMb: number;
}

/**
 * Samples a service's memory until `stop`: resident from /proc, heap and external from its metrics.
 *
 * @param metricsUrl its /metrics
 */
export function sampleMemory(pid: number, metricsUrl: string, everyMs: number) {
  const samples: MemorySample[] = [];
  const startedAt = performance.now();
  async function sample(): Promise<void> {
    const text = await (await fetch(metricsUrl)).text();
    const { residentMb } = readMemoryMb(pid);
    const heapMb = readGauge(text, 'nodejs_heap_size_used_bytes') / 2 ** 20;
    const externalMb = readGauge(text, 'nodejs_external_memory_bytes') / 2 ** 20;
    samples.push({ minute: (performance.now() - startedAt) / 60_000, residentMb, heapMb, externalMb });
  }
  // A sample that fails is left out: the load's failures show what happened.
  const timer = setInterval(() => void sample().catch(() => {}), everyMs);
  return {
    stop(): readonly MemorySample[] {
      clearInterval(timer);
      return samples;
    },
  };
}

/** @returns NaN if the metric is missing */
function readGauge(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
