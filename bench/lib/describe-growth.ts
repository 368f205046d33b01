import type { LineChart } from '../../eval/charts/draw-lines.ts';
import { fitPower } from './fit-power.ts';

export interface GrowthPoint {
  readonly subject: 'service' | 'floor';
  /** Users at once, or layers of a job. */
  readonly count: number;
  readonly cpuMsPerJob: number;
  readonly peakMb: number;
  readonly p95Ms: number;
  readonly failures: number;
}

type Figure = 'cpuMsPerJob' | 'peakMb' | 'p95Ms';

/** From here on the calls of all users no longer fit into 300 at once: jobs wait, and p95 grows. */
const queuedFromUsers = 50;

/** How the figures grow, in one sentence: each as a power of the count, fitted over all points. */
export function sayGrowth(byUsers: readonly GrowthPoint[], byLayers: readonly GrowthPoint[]): string {
  const [fewest, most] = rangeOf(byUsers);
  const [fewestLayers, mostLayers] = rangeOf(byLayers);
  const queued = byUsers.filter(({ count }) => count >= queuedFromUsers);
  const waiting =
    new Set(queued.map(({ count }) => count)).size < 2
      ? ''
      : `, p95 from ${queuedFromUsers} users on (when calls queue) as users^${exponentOf(queued, 'service', 'p95Ms')}`;
  return (
    `From ${fewest} to ${most} users at once the CPU of a job grows as users^${exponentOf(byUsers, 'service', 'cpuMsPerJob')} ` +
    `(floor: ^${exponentOf(byUsers, 'floor', 'cpuMsPerJob')}) and peak memory as ` +
    `users^${exponentOf(byUsers, 'service', 'peakMb')} (floor: ^${exponentOf(byUsers, 'floor', 'peakMb')})${waiting}; ` +
    `from ${fewestLayers} to ${mostLayers} layers the CPU of a job grows as ` +
    `layers^${exponentOf(byLayers, 'service', 'cpuMsPerJob')} (floor: ^${exponentOf(byLayers, 'floor', 'cpuMsPerJob')}).`
  );
}

/** The charts of growth, service beside floor. */
export function drawGrowth(byUsers: readonly GrowthPoint[], byLayers: readonly GrowthPoint[]): LineChart[] {
  const users = { name: 'users at once', log: true };
  return [
    draw('cpu-users', 'CPU of a standard job', byUsers, 'cpuMsPerJob', { x: users, y: { name: 'ms' } }),
    draw('memory-users', 'Peak memory', byUsers, 'peakMb', { x: users, y: { name: 'MB' } }),
    draw('p95-users', 'Time of a job, p95', byUsers, 'p95Ms', { x: users, y: { name: 'ms', log: true } }),
    draw('cpu-layers', 'CPU of a job by its layers', byLayers, 'cpuMsPerJob', {
      x: { name: 'layers of a job', log: true },
      y: { name: 'ms', log: true },
    }),
  ];
}

type Axes = Pick<LineChart, 'x' | 'y'>;

function draw(name: string, title: string, points: readonly GrowthPoint[], figure: Figure, axes: Axes): LineChart {
  const lines = (['service', 'floor'] as const).map((subject) => {
    return { name: subject, points: pointsOf(points, subject, figure) };
  });
  return { name: `growth-${name}`, title, ...axes, lines };
}

function exponentOf(points: readonly GrowthPoint[], subject: GrowthPoint['subject'], figure: Figure): string {
  // No "-0.00".
  return (Math.round(fitPower(pointsOf(points, subject, figure)).exponent * 100) / 100 + 0).toFixed(2);
}

function pointsOf(points: readonly GrowthPoint[], subject: GrowthPoint['subject'], figure: Figure): [number, number][] {
  return points.filter((point) => point.subject === subject).map((point) => [point.count, point[figure]]);
}

function rangeOf(points: readonly GrowthPoint[]): [string, string] {
  const counts = points.map(({ count }) => count);
  return [Math.min(...counts), Math.max(...counts)].map((count) => count.toLocaleString('en-US')) as [string, string];
}
