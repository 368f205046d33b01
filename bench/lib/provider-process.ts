/**
 * The demo provider in a separate process: started by provider.ts with PORT and LATENCY_MS, answers `stats` messages
 * with its figures. It looks at nothing: it counts layers while bodies stream by and answers canned names.
 */
import { startDemoProvider } from '../../demo/provider/provider.ts';

const port = Number(process.env['PORT']);
const imageBytes = Number(process.env['IMAGE_BYTES']);
const latencyMs = Number(process.env['LATENCY_MS']);
const provider = await startDemoProvider({ port, latencyMs, look: false, ...(imageBytes > 0 && { imageBytes }) });
process.on('message', (message: 'stats' | { latencyMs: number }) => {
  if (message === 'stats') process.send?.(provider.stats);
  else provider.setLatency(message);
});
process.once('disconnect', () => process.exit(0));
process.send?.(provider.stats);
