/** A figure beside its bound: met where `measured <= limit`. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
}

/** Whoever runs a scenario: a tap test, or the bench. Handlers are called at its end, the last one first. */
export interface Stage {
  teardown(handler: () => void | Promise<void>): void;
}

export interface ScenarioOptions {
  /** False: the size of the published measure. True: a few seconds, for the tests of every day. */
  readonly short: boolean;
}

/** One row of the table of reliability: made to happen, and measured. */
export interface FaultScenario {
  readonly name: string;
  /** What is made to happen. */
  readonly title: string;
  /** What must hold then, in words. */
  readonly promise: string;
  run(
    stage: Stage,
    options: ScenarioOptions,
  ): Promise<{ readonly setting: string; readonly figures: readonly Figure[] }>;
}

/** A figure of something that is to be zero: a count of what went wrong. */
export function none(what: string, measured: number): Figure {
  return { what, measured, limit: 0, unit: '' };
}
