import type { ServerResponse } from 'node:http';
import type { CallKind } from './call-kind.ts';
import type { DemoOptions, Latency } from './options.ts';
import type { Random } from './random.ts';

/** Draws the milliseconds that the next call of a kind takes. */
export type Latencies = Record<CallKind, () => number>;

type LatencyOptions = Pick<DemoOptions, 'latencyMs' | 'editsLatencyMs' | 'imageLatencyMs'>;

/** Fills in what the options leave open: from `latencyMs`, else from `previous`, else the realistic defaults. */
export function createLatencies(options: LatencyOptions, random: Random, previous?: Latencies): Latencies {
  const { latencyMs, editsLatencyMs = latencyMs, imageLatencyMs = latencyMs } = options;
  const draw = (latency: Latency | undefined, kind: CallKind, fallback: Latency): (() => number) => {
    if (latency === undefined && previous) return previous[kind];
    const chosen = latency ?? fallback;
    if (typeof chosen === 'number') return () => chosen;
    return () => chosen.min + random() * (chosen.max - chosen.min);
  };
  return {
    naming: draw(latencyMs, 'naming', { min: 300, max: 900 }),
    edits: draw(editsLatencyMs, 'edits', { min: 1500, max: 3000 }),
    picture: draw(imageLatencyMs, 'picture', { min: 1200, max: 2500 }),
  };
}

/** Resolves true after `waitMs`, or false as soon as the caller has left. */
export function waitUnlessClosed(reply: ServerResponse, waitMs: number): Promise<boolean> {
  if (reply.destroyed) return Promise.resolve(false);
  if (waitMs <= 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(done, waitMs, true);
    const gone = () => done(false);
    reply.once('close', gone);
    function done(stays: boolean): void {
      clearTimeout(timer);
      reply.off('close', gone);
      resolve(stays);
    }
  });
}
