import type { Bench } from './bench.ts';
import type { Findings } from './report.ts';

export interface Scenario {
  /** What --only takes. */
  name: string;
  title: string;
  run(bench: Bench): Promise<Findings>;
}
