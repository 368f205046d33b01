import type { FaultScenario } from '../scenario.ts';
import { badLines } from './bad-lines.ts';
import { clientGone } from './client-gone.ts';
import { databaseLate } from './database-late.ts';
import { overflowReplay } from './overflow-replay.ts';
import { providerDown } from './provider-down.ts';
import { flakyProvider } from './provider-flaky.ts';
import { startRow } from './start-row.ts';
import { killNine, sigterm } from './stop-and-kill.ts';

/** Every scenario, in the order of the table. */
export const faultScenarios: readonly FaultScenario[] = [
  startRow,
  databaseLate,
  overflowReplay,
  flakyProvider(1),
  flakyProvider(5),
  providerDown,
  badLines,
  sigterm,
  killNine,
  clientGone,
];
