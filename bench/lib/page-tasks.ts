import type { Page } from 'playwright-core';

/** A task of over 50 ms, or the laying out and painting of a frame that took as long. */
export interface Task {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Whether layers were drawn in it, for an export or for the canvas: in Figma that is not the plugin's work. */
  readonly draws: boolean;
}

type Method = (...args: unknown[]) => unknown;

interface TimelineEntry {
  readonly entryType: string;
  readonly name: string;
  readonly startTime: number;
  readonly duration: number;
  /** Of `long-animation-frame` entries. */
  readonly styleAndLayoutStart?: number;
}

/** What the page's global object has beside Node's. */
interface Observed {
  seenTasks: Task[];
  OffscreenCanvas: { prototype: Record<string, Method> };
  PerformanceObserver: new (
    told: (list: { getEntries(): readonly TimelineEntry[] }) => void,
  ) => {
    observe(options: { type: string; buffered: boolean }): void;
  };
}

/**
 * Notes the long tasks of the page and of its frames, from its next load on. Sources: https://w3c.github.io/longtasks/,
 * https://w3c.github.io/long-animation-frames/.
 */
export async function observeTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const observed = globalThis as unknown as Observed;
    observed.seenTasks = [];
    /** When the fake began to draw, and when what it drew was encoded. */
    const drawings: { from: number; to: number }[] = [];
    const { prototype } = observed.OffscreenCanvas;
    const wrap = (name: string, around: (call: () => unknown) => unknown): void => {
      const original = prototype[name] as Method;
      prototype[name] = function wrapped(this: unknown, ...args: unknown[]) {
        return around(() => original.apply(this, args));
      };
    };
    wrap('getContext', (call) => {
      drawings.push({ from: performance.now(), to: performance.now() });
      return call();
    });
    wrap('convertToBlob', async (call) => {
      const drawing = { from: performance.now(), to: Number.POSITIVE_INFINITY };
      drawings.push(drawing);
      const blob = await call();
      drawing.to = performance.now();
      return blob;
    });

    const note = (startTime: number, durationMs: number, draws: boolean): void => {
      observed.seenTasks.push({ startedAt: performance.timeOrigin + startTime, durationMs, draws });
    };
    const tasks = new observed.PerformanceObserver((list) => {
      for (const { name, startTime, duration } of list.getEntries()) {
        const end = startTime + duration;
        const begun = drawings.some(({ from }) => from >= startTime && from <= end);
        // Canvases are rasterized and encoded after the script that drew them, in tasks that run no script.
        const encoded = name === 'unknown' && drawings.some(({ from, to }) => from <= end && to >= startTime);
        note(startTime, duration, begun || encoded);
      }
    });
    tasks.observe({ type: 'longtask', buffered: true });
    // What a task without script may hide: the page's own rendering.
    const frames = new observed.PerformanceObserver((list) => {
      for (const { startTime, duration, styleAndLayoutStart = 0 } of list.getEntries()) {
        const renderingMs = styleAndLayoutStart === 0 ? 0 : startTime + duration - styleAndLayoutStart;
        if (renderingMs > 50) note(styleAndLayoutStart, renderingMs, false);
      }
    });
    frames.observe({ type: 'long-animation-frame', buffered: true });
  });
}

/** The tasks noted since the last time, in all frames. */
export async function takeTasks(page: Page): Promise<readonly Task[]> {
  const seen = (await Promise.all(page.frames().map((frame) => frame.evaluate(take)))).flat();
  // Frames that share a thread all receive its tasks; only the frame that drew knows that it did.
  return seen.map((task) => ({ ...task, draws: seen.some((other) => other.draws && isSame(task, other)) }));
}

/** Runs in the page. */
function take(): Task[] {
  return (globalThis as unknown as Observed).seenTasks.splice(0);
}

function isSame(a: Task, b: Task): boolean {
  return Math.abs(a.startedAt - b.startedAt) < 2 && Math.abs(a.durationMs - b.durationMs) < 2;
}
