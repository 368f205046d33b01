import type { FaultKind } from '../../../demo/provider/provider.ts';
import { startApp } from '../../helpers/app.ts';
import { postRename, renameBody, textLayers } from '../../helpers/rename-requests.ts';
import { type FaultScenario, none } from '../scenario.ts';

/** 429, 500, 502 as HTML, 503, reset, cut answer, error in a 200, nonsense, empty. */
const nineWays: readonly FaultKind[] = [
  'rate-limited',
  'server-error',
  'bad-gateway-html',
  'unavailable',
  'reset',
  'cut-connection',
  'error-in-200',
  'nonsense',
  'empty',
];
const failingShare = 0.15;
const layersOfJob = 50;

/** @param layersPerCall layers that one model call names: a failed call costs more where it names one alone. */
export function flakyProvider(layersPerCall: number): FaultScenario {
  // What fails for five layers at once is asked again in two calls, not in one.
  const maxMoreCalls = layersPerCall === 1 ? 20 : 25;
  return {
    name: `provider-flaky-${layersPerCall}`,
    title: `The provider fails 15 % of its calls in nine ways, ${layersPerCall} layers a call`,
    promise: `99.5 % of layers named with at most ${maxMoreCalls} % more calls, no request fails`,
    async run(stage, { short }) {
      const jobs = short ? 40 : 300;
      const rate = failingShare / nineWays.length;
      const faults = Object.fromEntries(nineWays.map((kind) => [kind, rate]));
      const { url, provider } = await startApp(stage, {
        env: { LAYERS_PER_CALL: String(layersPerCall) },
        demo: { latencyMs: short ? 20 : 100, look: false, record: false, faults, seed: 7 },
      });
      let named = 0;
      let failed = 0;
      let left = jobs;
      const work = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const { status, json } = await postRename(url, renameBody(textLayers(layersOfJob)));
          if (status !== 200) failed += 1;
          named += json.layers?.filter((layer) => layer.status === 'renamed').length ?? 0;
        }
      };
      await Promise.all(Array.from({ length: 20 }, work));
      const layers = jobs * layersOfJob;
      const calls = layers / layersPerCall;
      const spoiled = Object.values(provider.stats.faults).reduce((sum, count) => sum + count, 0);
      return {
        setting: `${jobs} jobs of ${layersOfJob} layers, 20 at once; ${provider.stats.calls} calls, ${spoiled} of them spoiled.`,
        figures: [
          { what: 'layers without a name', measured: ((layers - named) / layers) * 100, limit: 0.5, unit: '%' },
          {
            what: 'more calls than without faults',
            measured: (provider.stats.calls / calls - 1) * 100,
            limit: maxMoreCalls,
            unit: '%',
          },
          none('requests that failed', failed),
        ],
      };
    },
  };
}
