import type { DemoFlags } from './demo-flags.ts';
import type { Design } from './read-design.ts';
import type { Service } from './service.ts';
import type { Terminal } from './terminal.ts';

/** What both modes are given. */
export interface RunOptions {
  readonly design: Design;
  readonly service: Service;
  readonly terminal: Terminal;
  readonly flags: DemoFlags;
  /** The folder for pages; created if it is missing. */
  readonly outFolder: string;
  readonly signal: AbortSignal;
}

export interface RunResult {
  /** False if anything failed. */
  readonly ok: boolean;
  /** What `--json` prints. */
  readonly json: object;
}
